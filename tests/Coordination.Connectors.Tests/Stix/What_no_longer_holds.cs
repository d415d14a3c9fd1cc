using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;

namespace Coordination.Connectors.Tests.Stix;

public sealed class What_no_longer_holds
{
    private static readonly DateTimeOffset Later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TlpVersion.Two)]
    [InlineData(TlpVersion.One)]
    public async Task Revoked_an_object_is_valid_newer_than_it_was_and_says_nothing_of_what_it_said(TlpVersion version)
    {
        var producer = new StixProducer(GeneratedShares.Publisher, version);
        var bundles = new List<byte[]>();
        for (var seed = 0; seed < 60; seed++)
        {
            var share = new GeneratedShares(seed).Incident();
            var objects = producer.Incident(share).Objects;
            JsonElement[] revoked = [.. objects.Select(one => StixSaid.Revoked(one, Later)).OfType<JsonElement>()];
            bundles.Add(StixWriter.Bundle(GeneratedShares.Publisher.Own, revoked));

            Assert.Equal(
                objects.Select(StixSaid.IdOf).Where(id => StixTypes.CategoryOf(StixIds.TypeOf(id)!) is StixCategory.Domain or StixCategory.Relationship && !id.StartsWith("identity", StringComparison.Ordinal)).Order(),
                revoked.Select(StixSaid.IdOf).Order());
            Assert.All(revoked, one => Assert.True(StixSaid.IsRevoked(one) && StixSaid.Of(one) == StixTime.Of(Later).Text));
            Assert.DoesNotContain(JsonSerializer.Serialize(share.Incident.Summary.Title), JsonSerializer.Serialize(revoked), StringComparison.Ordinal);
            Assert.All(revoked, one => Assert.False(one.TryGetProperty("description", out _)));
        }

        var (failures, counted) = await SchemaValidator.CheckAsync(bundles);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.True(counted > bundles.Count);
    }

    [Fact]
    public void The_same_said_later_is_the_same_and_any_other_word_is_not()
    {
        var objects = new StixProducer(GeneratedShares.Publisher).Incident(new GeneratedShares(11).Incident()).Objects;
        Assert.All(objects, one => Assert.Equal(StixSaid.Bare(one), StixSaid.Bare(StixSaid.At(one, Later))));
        var incident = objects.Single(one => StixSaid.IdOf(one).StartsWith("incident--", StringComparison.Ordinal));
        var other = JsonSerializer.Deserialize<JsonElement>(incident.GetRawText().Replace("\"name\":\"", "\"name\":\"Not ", StringComparison.Ordinal));
        Assert.NotEqual(StixSaid.Bare(incident), StixSaid.Bare(other));
    }
}
