using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Csaf;

/// <summary>What reading a document came to.</summary>
/// <param name="Document">Null where it is refused.</param>
/// <param name="Findings">Errors say why it is refused; warnings what is tolerated.</param>
public sealed record CsafReading(CsafDocument? Document, IReadOnlyList<Finding> Findings);

/// <summary>A CSAF 2.0 document that hangs together: its references lead somewhere, its dates exist, nothing goes in circles.</summary>
public sealed class CsafDocument
{
    private CsafDocument(ReadOnlyMemory<byte> bytes, JsonElement root)
    {
        (Bytes, Root) = (bytes, root);
        var head = root.GetProperty("document");
        var (publisher, tracking) = (head.GetProperty("publisher"), head.GetProperty("tracking"));
        (Publisher, Namespace) = (publisher.GetProperty("name").GetString()!, publisher.GetProperty("namespace").GetString()!);
        (TrackingId, Version) = (tracking.GetProperty("id").GetString()!, tracking.GetProperty("version").GetString()!);
        Title = head.GetProperty("title").GetString()!;
        ChangedAt = tracking.GetProperty("current_release_date").GetString()!;
        var distribution = head.TryGetProperty("distribution", out var how) ? how : default;
        Label = distribution.Find("tlp").Text("label");
        Tlp = CsafNames.TlpOf(Label, distribution.Text("text"));
    }

    /// <summary>As it was received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
    public string Publisher { get; }
    public string Namespace { get; }
    public string TrackingId { get; }
    public string Version { get; }
    public string Title { get; }
    public string ChangedAt { get; }

    /// <summary>The label as it stands there; null where there is none.</summary>
    public string? Label { get; }

    /// <summary>The label as it is meant.</summary>
    public Tlp? Tlp { get; }

    internal JsonElement Root { get; }

    /// <summary>Reads a document that is to be taken in.</summary>
    public static CsafReading Read(ReadOnlyMemory<byte> bytes, CsafLimits? limits = null)
    {
        var (root, findings) = Look(bytes, limits);
        Finding[] judged = [.. findings.Select(one => CsafLook.IsTolerated(one) ? one with { Level = FindingLevel.Warning } : one)];
        if (root is null || AdvisoryFindings.Forbid(judged))
        {
            return new(null, judged);
        }

        var document = new CsafDocument(bytes, root.RootElement);
        var endless = Endless(document).ToArray();
        return endless.Length > 0 ? new(null, [.. endless, .. judged]) : new(document, judged);
    }

    /// <summary>Everything that is to be said about a document: its shape, then the mandatory tests by their numbers.</summary>
    public static IReadOnlyList<Finding> Check(ReadOnlyMemory<byte> bytes, CsafLimits? limits = null) => Look(bytes, limits).Findings;

    /// <summary>What names the document is kept with each of its versions and shown in lists. CSAF sets no limit to it; here there is one.</summary>
    private static IEnumerable<Finding> Endless(CsafDocument document)
        => new[]
        {
            ("/document/tracking/id", document.TrackingId, 500), ("/document/tracking/version", document.Version, 100),
            ("/document/publisher/name", document.Publisher, 500), ("/document/publisher/namespace", document.Namespace, 500),
        }
        .Where(one => one.Item2.Length > one.Item3)
        .Select(one => StrictJson.Wrong(one.Item1, "csaf", "too-long", string.Create(CultureInfo.InvariantCulture, $"At most {one.Item3} characters are taken here; there are {one.Item2.Length:N0}. Ask the publisher for a shorter one.")));

    private static (JsonDocument? Document, IReadOnlyList<Finding> Findings) Look(ReadOnlyMemory<byte> bytes, CsafLimits? limits)
    {
        var (document, wrong) = StrictJson.ReadWhole(bytes, (limits ?? CsafLimits.Default).Bytes, (limits ?? CsafLimits.Default).Depth, "csaf");
        if (document is null)
        {
            return (null, [wrong!]);
        }

        var root = document.RootElement;
        if (root.Find("document").Text("csaf_version") is { } version && version != "2.0")
        {
            return (null, [StrictJson.Wrong("/document/csaf_version", "csaf", "version", $"This is CSAF {(version.Length > 10 ? version[..10] : version)}; 2.0 is read here. Ask the publisher for a 2.0 document.")]);
        }

        if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("document", out _) && (root.TryGetProperty("vulnerability", out _) || root.TryGetProperty("cvrfdoc", out _)))
        {
            return (null, [StrictJson.Wrong("", "csaf", "version", "This looks like CVRF 1.2. Ask the publisher for CSAF 2.0.")]);
        }

        var look = new CsafLook();
        CsafSchema.Root.Look(root, "", look);
        if (!look.Refuses)
        {
            // The tests may rely on the shape.
            CsafCheck.Run(root, look);
        }

        return (document, look.Found);
    }
}
