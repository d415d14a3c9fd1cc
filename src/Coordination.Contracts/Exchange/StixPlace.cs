namespace Coordination.Contracts.Exchange;

/// <summary>Where in a bundle or envelope something stands: a JSON pointer (RFC 6901), such as <c>/objects/3/object_refs</c>.</summary>
public static class StixPlace
{
    /// <summary>The property of its object of which a place speaks, such as <c>object_refs</c> or <c>external_references.0.url</c>; null where it is the whole object or document.</summary>
    public static string? PropertyOf(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Split('/') is [_, "objects", _, .. var property] && string.Join('.', property) is { Length: > 0 } name ? name : null;
    }
}
