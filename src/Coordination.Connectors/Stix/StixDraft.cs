using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Connectors.Stix.Model;

namespace Coordination.Connectors.Stix;

/// <summary>A bundle in the making: every object gets its maker and its label, and stands in it once.</summary>
internal sealed class StixDraft
{
    private readonly StixPublisher _publisher;
    private readonly StixIdentity _self;
    private readonly bool _recalled;
    private readonly string[] _marking;
    private readonly List<JsonElement> _objects = [];
    private readonly List<string> _ids = [];
    private readonly HashSet<string> _there = new(StringComparer.Ordinal);
    private readonly List<Observable> _leftOut = [];

    public StixDraft(StixPublisher publisher, StixIdentity self, TlpVersion version, Tlp tlp, DateTimeOffset created, DateTimeOffset modified, bool recalled = false)
    {
        (_publisher, _self, _recalled) = (publisher, self, recalled);
        _marking = [StixLabels.IdOf(tlp, version)];
        Created = StixTime.Of(created);
        Modified = StixTime.Of(modified < created ? created : modified);
        foreach (var label in new[] { Tlp.Clear, tlp }.Select(one => StixLabels.Definition(one, version)).DistinctBy(one => (string)one["id"]!))
        {
            _objects.Add(StixWriter.Element(label));
        }

        _objects.Add(StixWriter.Element(self));
    }

    public StixTime Created { get; }
    public StixTime Modified { get; }

    /// <summary>What has been added so far, without markings and the maker.</summary>
    public IReadOnlyList<string> Ids => [.. _ids];

    public string IdOf(string type, string name) => StixIds.Of(type, _publisher.Own, name);

    public string Add(StixVersioned thing)
    {
        if (_there.Add(thing.Id))
        {
            _ids.Add(thing.Id);

            // Whom an incident touches stands in other shares too.
            _objects.Add(StixWriter.Element(thing with { CreatedByRef = _self.Id, ObjectMarkingRefs = _marking, Revoked = _recalled && thing is not StixIdentity ? true : null }));
        }

        return thing.Id;
    }

    public void Relate(string source, string verb, string target)
        => Add(new StixRelationship { Id = IdOf("relationship", $"{source} {verb} {target}"), Created = Created, Modified = Modified, RelationshipType = verb, SourceRef = source, TargetRef = target });

    /// <summary>Adds an observable; null where STIX has no object for it.</summary>
    public string? Observe(Observable observable)
    {
        if (StixObservables.Written(observable) is not { } body)
        {
            _leftOut.Add(observable);
            return null;
        }

        var id = (string)body["id"]!;
        if (_there.Add(id))
        {
            body["object_marking_refs"] = new System.Text.Json.Nodes.JsonArray(_marking[0]);
            _ids.Add(id);
            _objects.Add(StixWriter.Element(body));
        }

        return id;
    }

    public StixWritten Written() => new(StixWriter.Bundle(_publisher.Own, _objects), _objects, _leftOut);
}
