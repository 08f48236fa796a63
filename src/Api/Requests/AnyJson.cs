using System.Reflection;
using AiSre.Api.Errors;

namespace AiSre.Api.Requests;

/// <summary>A JSON body that the endpoint reads by itself: take it as a parameter of the delegate, and say with <c>Accepts</c> what it is.</summary>
public sealed class AnyJson(JsonElement value) : IBindableFromHttpContext<AnyJson>
{
    public JsonElement Value => value;

    static async ValueTask<AnyJson?> IBindableFromHttpContext<AnyJson>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Bytes.IsEmpty) throw new RefusedException(BindingProblems.NoBody());
        if (!context.Request.HasJsonContentType()) throw new RefusedException(Problems.UnsupportedMediaType());
        var (document, problem) = body.Parse();
        using (document) return document is null ? throw new RefusedException(problem!) : new(document.RootElement.Clone());
    }
}
