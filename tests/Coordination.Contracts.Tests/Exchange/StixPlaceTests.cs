using Coordination.Contracts.Exchange;

namespace Coordination.Contracts.Tests.Exchange;

public sealed class StixPlaceTests
{
    [Theory]
    [InlineData("/objects/3/object_refs", "object_refs")]
    [InlineData("/objects/3/external_references/0/url", "external_references.0.url")]
    [InlineData("/objects/3", null)]
    [InlineData("/objects/3/", null)]
    [InlineData("/spec_version", null)]
    [InlineData("", null)]
    public void A_place_within_an_object_names_its_property(string place, string? property) => Assert.Equal(property, StixPlace.PropertyOf(place));
}
