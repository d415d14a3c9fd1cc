using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Connectors.Stix.Model;

namespace Coordination.Connectors.Stix;

/// <summary>An object that was accepted. What it says beyond what is understood here stands in <see cref="Body"/>, from where it is given back unchanged.</summary>
public sealed class StixObject
{
    internal StixObject(int index, string id, JsonElement body, IReadOnlyList<Finding> warnings)
    {
        (Index, Id, Type, Body, Warnings) = (index, id, StixIds.TypeOf(id)!, body, warnings);
        Category = StixTypes.CategoryOf(Type);
        Created = TimeOf("created");
        Modified = TimeOf("modified");
        Revoked = body.Find("revoked").ValueKind == JsonValueKind.True;
        CreatedBy = body.Text("created_by_ref");
    }

    /// <summary>Its place in the document.</summary>
    public int Index { get; }
    public string Id { get; }
    public string Type { get; }
    public StixCategory Category { get; }

    /// <summary>Observables have none, markings have no <see cref="Modified"/>.</summary>
    public StixTime? Created { get; }
    public StixTime? Modified { get; }
    public bool Revoked { get; }
    public string? CreatedBy { get; }

    /// <summary>All of it, as it was received.</summary>
    public JsonElement Body { get; }

    /// <summary>What is tolerated.</summary>
    public IReadOnlyList<Finding> Warnings { get; internal set; }

    /// <summary>To whom it may be shown, by its markings.</summary>
    public StixLabel Label { get; internal set; } = StixLabel.Missing;

    /// <summary>As one of the types that are modelled; null for every other.</summary>
    public StixThing? Read() => StixWriter.ReadThing(Body);

    /// <summary>As what it is; null where it is something else.</summary>
    public T? As<T>() where T : StixThing => Read() as T;

    private StixTime? TimeOf(string name) => StixTime.TryRead(Body.Text(name), out var time) ? time : null;
}

/// <summary>An object that was not accepted, and why. It harms no other.</summary>
/// <param name="Index">Its place in the document.</param>
/// <param name="Id">Its id, where it has one.</param>
/// <param name="Body">All of it, for whoever looks into it.</param>
public sealed record StixQuarantined(int Index, string? Id, Finding Why, JsonElement Body)
{
    /// <summary>To whom it may be shown: RED unless its label can be read, for what is broken may be the label.</summary>
    public Tlp Label { get; init; } = Tlp.Red;
}
