using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Correlation;

/// <summary>Alerts on their way to an incident: what the intake hands off, and what is left of many when they arrive together.</summary>
public sealed record Sightings
{
    /// <summary>Same institution, same RSIT type, same asset: see <see cref="CorrelationKeys"/>.</summary>
    public required string CorrelationKey { get; init; }

    /// <summary>How many lines these are, repetitions included.</summary>
    public required long Count { get; init; }

    /// <summary>The new alerts among them.</summary>
    public required IReadOnlyList<AlertId> Alerts { get; init; }
    public required InstitutionId Institution { get; init; }
    public required string Title { get; init; }
    public required string Classification { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>The strictest label that a source gave; null: none of them said, or what they said is weaker than <see cref="DefaultTlp"/>.</summary>
    public Tlp? Tlp { get; init; }

    /// <summary>The default of the source, for what it did not label.</summary>
    public Tlp DefaultTlp { get; init; } = Contracts.Tlp.Amber;

    /// <summary>The label that they are treated under.</summary>
    [JsonIgnore]
    public Tlp Label => Tlp ?? DefaultTlp;
    public required IReadOnlyList<Observable> Observables { get; init; }
    public required int WindowHours { get; init; }

    /// <summary>Part of an exercise. It is in the key, so that these never meet real ones.</summary>
    public bool Exercise { get; init; }

    /// <summary>Sightings of one key that arrive together are one: counts add up, the gravest severity and the strictest label hold.</summary>
    public static Sightings Merge(IReadOnlyList<Sightings> waiting)
    {
        var first = waiting[0];
        if (waiting.Count == 1)
        {
            return first;
        }

        // What one source labelled GREEN does not make GREEN what another left to its default.
        var label = waiting.Max(one => one.Label);
        return first with
        {
            Count = waiting.Sum(one => one.Count),
            Alerts = [.. waiting.SelectMany(one => one.Alerts).Distinct()],
            Severity = waiting.Max(one => one.Severity),
            Tlp = waiting.Any(one => one.Tlp == label) ? label : null,
            DefaultTlp = label,
            WindowHours = waiting.Max(one => one.WindowHours),
            Observables = [.. waiting.SelectMany(one => one.Observables).Distinct()],
        };
    }
}

/// <summary>How sightings are recognised as the same thing.</summary>
public static class CorrelationKeys
{
    /// <summary>The key of a sighting (those of an exercise have keys of their own), and with it the name of whoever routes it: 32 hexadecimal digits.</summary>
    public static string Of(InstitutionId institution, string classification, string asset, bool exercise = false)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{institution.Value.Length}:{institution.Value}{classification.Length}:{classification}{asset}{(exercise ? "\nexercise" : "")}")))[..32];

    public static Claim Claim(string key) => new("correlation", key);

    /// <summary>Where sightings of a key are handed to.</summary>
    public static StreamId Target(string key) => new("correlation", key);
}

/// <summary>Which open incident takes the sightings of this key.</summary>
public sealed record CorrelationOwner(string Key) : Lookup<OwnerOf>;

/// <summary>The stream that holds a claim.</summary>
public sealed record OwnerOf(StreamId Stream);
