namespace AiSre.KubernetesStub;

/// <summary>Which objects a request's path means.</summary>
public sealed record ResourcePath(ResourceKind Kind, string Namespace, string Name, string Subresource)
{
    public static ResourcePath? Of(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string group, version;
        if (parts is ["api", var core, .. var rest]) (group, version, parts) = ("", core, rest);
        else if (parts is ["apis", var named, var itsVersion, .. var more]) (group, version, parts) = (named, itsVersion, more);
        else return null;

        var ns = "";
        // A namespace is also an object of its own.
        if (parts is ["namespaces", var within, _, ..] && !(parts.Length == 3 && parts[2] is "status" or "finalize"))
            (ns, parts) = (within, parts[2..]);
        if (parts is not [var plural, .. var of] || of.Length > 2 || ResourceKind.At(group, version, plural) is not { } kind) return null;
        return new(kind, ns, of.Length > 0 ? of[0] : "", of.Length > 1 ? of[1] : "");
    }
}
