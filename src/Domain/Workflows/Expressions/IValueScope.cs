using System.Text.Json;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>What expressions and templates can see.</summary>
public interface IValueScope
{
    /// <summary>Null when there is nothing.</summary>
    JsonElement? Find(ValuePath path);
}
