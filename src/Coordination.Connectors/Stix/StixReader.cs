using System.Globalization;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Stix;

/// <summary>
/// Reads bundles of STIX 2.1 and envelopes of TAXII 2.1. A document that cannot be read is refused; an object that cannot be believed is quarantined with
/// the reason, and the rest is accepted. Nothing here throws for what a document holds, and what it costs grows no faster than the document.
/// </summary>
public static class StixReader
{
    /// <summary>Reads a bundle, or an envelope (objects without the bundle around them).</summary>
    public static StixReading Read(ReadOnlyMemory<byte> bytes, StixKnown? known = null, StixLimits? limits = null)
    {
        limits ??= StixLimits.Default;
        var (document, wrong) = StrictJson.Read(bytes, limits.Bytes, limits.Depth, "stix");
        if (document is null)
        {
            return new() { Refused = wrong };
        }

        return Refuse(document.RootElement, limits) is { } refused
            ? new() { Refused = refused }
            : Sort(document.RootElement, known ?? StixKnown.Nothing);
    }

    /// <summary>Why a document would be refused whole; null where its objects are judged each by itself.</summary>
    public static Finding? WhyNot(ReadOnlyMemory<byte> bytes, StixLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var (document, wrong) = StrictJson.Read(bytes, limits.Bytes, limits.Depth, "stix");
        using (document)
        {
            return document is null ? wrong : Refuse(document.RootElement, limits);
        }
    }

    private static Finding? Refuse(JsonElement root, StixLimits limits)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return StixCheck.Wrong("", "shape", "Here stands a bundle: an object with type, id and objects.");
        }

        if (StrictJson.FlawOfNames(root, "", "stix") is { } flaw)
        {
            return flaw;
        }

        var (type, objects) = (root.Find("type"), root.Find("objects"));
        var isEnvelope = type.ValueKind == JsonValueKind.Undefined && (objects.ValueKind == JsonValueKind.Array || root.Find("more").ValueKind is JsonValueKind.True or JsonValueKind.False);
        return (type.ValueKind == JsonValueKind.String && StrictJson.Flaw(type, "/type", "stix") is null ? type.GetString() : null, objects.ValueKind) switch
        {
            ("bundle", _) when root.Find("spec_version") is { ValueKind: not JsonValueKind.Undefined } version && !(version.ValueKind == JsonValueKind.String && version.ValueEquals("2.1"))
                => StixCheck.Wrong("/spec_version", "version", "This is a bundle of STIX 2.0 or older. Ask the sender for 2.1."),
            ("bundle", _) when StrictJson.Flaw(root.Find("id"), "/id", "stix") is not null || StixIds.TypeOf(root.Text("id")) != "bundle" => StixCheck.Wrong("/id", "id", "A bundle has an id: bundle, two hyphens and a UUID."),
            (not "bundle", _) when !isEnvelope => StixCheck.Wrong("/type", "shape", "This is no bundle of STIX 2.1. Give an object with type \"bundle\", an id and objects."),
            (_, not (JsonValueKind.Array or JsonValueKind.Undefined)) => StixCheck.Wrong("/objects", "shape", "Here stands a list of objects."),
            (_, JsonValueKind.Array) when objects.GetArrayLength() > limits.Objects
                => StixCheck.Wrong("/objects", "too-many", string.Create(CultureInfo.InvariantCulture, $"Here stand {objects.GetArrayLength():N0} objects; at most {limits.Objects:N0} are read. Ask the sender to divide them.")),
            _ => null,
        };
    }

    private static StixReading Sort(JsonElement root, StixKnown known)
    {
        var (examined, quarantined) = (new List<StixObject>(), new List<StixQuarantined>());
        foreach (var (index, body) in root.Find("objects").ValueKind == JsonValueKind.Array ? root.GetProperty("objects").EnumerateArray().Index() : [])
        {
            var (one, why) = StixCheck.Examine(body, index);
            if (one is not null)
            {
                examined.Add(one);
            }
            else
            {
                var id = body.ValueKind == JsonValueKind.Object && StrictJson.Flaw(body.Find("id"), "", "stix") is null ? body.Text("id") : null;
                quarantined.Add(new(index, StixIds.IsId(id) ? id : null, why!, body));
            }
        }

        var (newest, superseded) = Newest(examined, quarantined);
        Quarantine(StixLinks.Circles(newest), "cycle", "This leads back to itself by way of what it contains. Ask the sender to break the circle.", newest, quarantined);
        Attach(newest, known, quarantined);
        var accepted = newest.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        Quarantine([.. superseded.Where(one => !accepted.Contains(one.Id))], "superseded", "This is an earlier version of an object that was quarantined.", superseded, quarantined);
        var markings = Label(newest, superseded, known);
        var whole = examined.Select(one => one.Index).ToHashSet();
        var told = newest.Concat(superseded).Select(one => one.Index).Concat(quarantined.Select(one => one.Index)).ToHashSet();
        return new()
        {
            Accepted = newest,
            Superseded = superseded,
            Repeated = [.. examined.Where(one => !told.Contains(one.Index))],
            Quarantined = [.. quarantined.OrderBy(one => one.Index).Select(one => one with { Label = LabelOf(one, whole, markings) })],
            BundleId = root.Text("id"),
        };
    }

    /// <summary>Of each id the newest version. Where two under one id cannot both be right, neither is believed.</summary>
    private static (List<StixObject> Newest, List<StixObject> Superseded) Newest(List<StixObject> examined, List<StixQuarantined> quarantined)
    {
        var (newest, superseded) = (new List<StixObject>(), new List<StixObject>());
        foreach (var group in examined.GroupBy(one => one.Id, StringComparer.Ordinal))
        {
            StixObject[] versions = [.. group.OrderBy(one => one.Modified?.Moment).ThenBy(one => one.Modified)];
            var steps = versions.Zip(versions.Skip(1)).Select(pair => (Object: pair.Second, Step: StixVersions.Of(pair.First, pair.Second))).ToArray();
            if (steps.Select(step => step.Step.Why).FirstOrDefault(why => why is not null) is { } why)
            {
                quarantined.AddRange(versions.Select(one => Because(one, "collision", why)));
                continue;
            }

            newest.Add(versions[^1]);
            superseded.AddRange(steps.Where(step => step.Step.Succession == StixSuccession.Newer).Select(step => step.Object == versions[^1] ? null : step.Object).OfType<StixObject>()
                .Concat(steps.Any(step => step.Step.Succession == StixSuccession.Newer) ? [versions[0]] : []));
        }

        // Observables may share the UUID of what speaks of them: common exporters do that, and nothing is mistaken for anything by it.
        var shared = newest.Where(one => one.Category != StixCategory.Observable).GroupBy(one => one.Id[^36..].ToUpperInvariant(), StringComparer.Ordinal).Where(group => group.Count() > 1).SelectMany(group => group).ToHashSet();
        Quarantine(shared, "collision", "Objects of several types share one UUID. Ask the sender to give each its own.", newest, quarantined);
        return ([.. newest.OrderBy(one => one.Index)], [.. superseded.Distinct().OrderBy(one => one.Index)]);
    }

    /// <summary>What is essential must be there; what else leads nowhere is shown.</summary>
    private static void Attach(List<StixObject> newest, StixKnown known, List<StixQuarantined> quarantined)
    {
        for (var changed = true; changed;)
        {
            var there = newest.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
            var loose = newest.Where(one => StixLinks.Of(one.Body).Any(link => StixLinks.IsEssential(link.Name) && !there.Contains(link.Id) && !known.Has(link.Id))).ToHashSet();
            Quarantine(loose, "dangling", "This connects objects of which one is not here: it did not come along, or was quarantined itself. Send both.", newest, quarantined);
            changed = loose.Count > 0;
        }

        var accepted = newest.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var one in newest)
        {
            var missing = StixLinks.Of(one.Body).Where(link => link.Name != "object_marking_refs" && !accepted.Contains(link.Id) && !known.Has(link.Id)).Take(5).ToArray();
            if (missing.Length > 0)
            {
                one.Warnings = [.. one.Warnings, .. missing.Select(link => StixCheck.Doubt(StrictJson.At(StrictJson.At("/objects", one.Index), link.Name), "dangling", $"{link.Id} is not here. The rest of the object is taken."))];
            }
        }
    }

    /// <summary>Labels what is taken; returns what markings mean.</summary>
    private static Func<string, StixMarking?> Label(List<StixObject> newest, List<StixObject> superseded, StixKnown known)
    {
        var markings = newest.Where(one => one.Type == "marking-definition").ToDictionary(one => one.Id, one => StixLabels.MeaningOf(one.Body), StringComparer.Ordinal);
        foreach (var one in newest.Concat(superseded))
        {
            one.Label = StixLabels.Of(one.Body, Meaning);
            if (one.Label.NotUnderstood.Count > 0)
            {
                one.Warnings = [.. one.Warnings, StixCheck.Doubt(StrictJson.At(StrictJson.At("/objects", one.Index), "object_marking_refs"), "marking", $"{one.Label.NotUnderstood[0]} is not known or not understood here. It counts as TLP:RED.")];
            }
        }

        return Meaning;

        StixMarking? Meaning(string id) => markings.GetValueOrDefault(id) ?? (known.Marking(id) is { } definition ? StixLabels.MeaningOf(definition) : null);
    }

    /// <summary>Of what could be read as an object the label that it would have been taken under. Of anything else a label counts only where it is given: it may be what is broken.</summary>
    private static Tlp LabelOf(StixQuarantined one, HashSet<int> whole, Func<string, StixMarking?> meaning)
        => (whole.Contains(one.Index) || StixCheck.IsLabelReadable(one.Body)) && StixLabels.Of(one.Body, meaning) is var label && (whole.Contains(one.Index) || !label.IsDefault) ? label.Tlp : Tlp.Red;

    private static void Quarantine(HashSet<StixObject> which, string code, string text, List<StixObject> from, List<StixQuarantined> into)
    {
        into.AddRange(which.Select(one => Because(one, code, text)));
        from.RemoveAll(which.Contains);
    }

    private static StixQuarantined Because(StixObject one, string code, string text) => new(one.Index, one.Id, StixCheck.Wrong(StrictJson.At("/objects", one.Index), code, text), one.Body);
}
