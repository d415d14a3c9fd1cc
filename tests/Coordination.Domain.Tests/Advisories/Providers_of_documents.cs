using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>How far a provider was read, and what follows.</summary>
public sealed class Providers_of_documents
{
    private static readonly ProviderRequest Daily = new() { Name = "Vendor", Address = "https://vendor.example", EveryHours = 24 };

    [Fact]
    public void A_reading_goes_on_step_by_step_until_nothing_is_left()
    {
        var provider = Set(Daily with { EveryHours = null });
        Assert.Empty(provider.Effects.Arm);
        provider.Do(new ReadProvider(), Actor.Person(Samples.Ada));
        Assert.Equal(("provider-work/vendor", 1), (Assert.Single(provider.Effects.Arm).Target.Value, provider.Effects.Arm.Count));

        provider.Do(Step(provider, left: 3));
        Assert.Equal("provider-work/vendor", Assert.Single(provider.Effects.Arm).Target.Value);
        provider.Do(Step(provider, left: 0));
        Assert.Empty(provider.Effects.Arm);
        Assert.Null(provider.State.Reading);
    }

    [Fact]
    public void By_the_clock_it_arms_its_next_and_by_hand_it_does_not()
    {
        var provider = Set(Daily);
        Assert.Equal("provider/vendor", Assert.Single(provider.Effects.Arm).Target.Value);
        provider.Do(new ReadProvider(provider.State.SetAt));
        Assert.Equal(provider.Now.AddHours(24), provider.Effects.Arm.Single(one => one.Target.Kind == "provider").Due);
        provider.Do(Step(provider, left: 0));
        provider.Do(new ReadProvider(), Actor.Person(Samples.Ada));
        Assert.DoesNotContain(provider.Effects.Arm, one => one.Target.Kind == "provider");

        provider.Do(new SetProvider(Daily with { EveryHours = 1 }));
        Assert.Empty(provider.Do(new ReadProvider(1)).Events);
    }

    [Fact]
    public void A_step_of_a_reading_that_was_given_up_records_nothing()
    {
        var provider = Set(Daily);
        provider.Do(new ReadProvider(provider.State.SetAt));
        var late = Step(provider, left: 2);
        provider.Do(new ReadProvider(provider.State.SetAt));

        Assert.Empty(provider.Do(late).Events);
        Assert.Empty(provider.Ask(new ReadProvider(), Actor.Person(Samples.Ada)).Events);
        provider.Now += TimeSpan.FromMinutes(16);
        Assert.Single(provider.Ask(new ReadProvider(), Actor.Person(Samples.Ada)).Events);
    }

    [Fact]
    public void Who_suddenly_speaks_for_another_is_not_listened_to()
    {
        var provider = Set(Daily);
        provider.Do(new ReadProvider(provider.State.SetAt));
        provider.Do(Step(provider, left: 0));
        provider.Do(new ReadProvider(provider.State.SetAt));
        provider.Do(Step(provider, left: 5, space: "https://other.example"));

        Assert.Contains("https://other.example", provider.State.Failure, StringComparison.Ordinal);
        Assert.Equal(("https://vendor.example", null), (provider.State.Namespace, provider.State.Reading));
    }

    [Fact]
    public void What_was_rejected_stands_there_until_it_is_read_and_never_without_end()
    {
        var provider = Set(Daily);
        provider.Do(new ReadProvider(provider.State.SetAt));
        provider.Do(Step(provider, left: 1, rejected: [new("https://vendor.example/a.json", "k1", "csaf-hash", "Its hash is another.", true)]));
        Assert.Equal(provider.Now, Assert.Single(provider.State.Rejected.Values).At);
        provider.Do(Step(provider, left: 0, read: [new("k1", "m")]));
        Assert.Empty(provider.State.Rejected);

        provider.Do(new ReadProvider(provider.State.SetAt));
        provider.Do(Step(provider, left: 1, rejected: [.. Enumerable.Range(0, RecordProviderRead.MostRejected + 1).Select(number => new RejectedDocument($"https://vendor.example/{number}.json", $"k{number}", "csaf-json", "Broken."))]));
        Assert.Equal((RecordProviderRead.MostRejected, null), (provider.State.Rejected.Count, provider.State.Reading));
        Assert.Contains("rejected", provider.State.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_kept_as_rejected_is_not_marked_as_read()
    {
        var provider = Set(Daily);
        provider.Do(new ReadProvider(provider.State.SetAt));
        RejectedDocument[] rejected = [.. Enumerable.Range(0, RecordProviderRead.MostRejected + 2).Select(number => new RejectedDocument($"https://vendor.example/{number}.json", $"k{number}", "csaf-json", "Broken."))];
        var read = Assert.IsType<ProviderRead>(Assert.Single(provider.Do(Step(provider, left: 0, rejected: rejected, read: [.. rejected.Select(one => new DocumentMark(one.Key, "m")), new("good", "m")])).Events));

        Assert.Equal(RecordProviderRead.MostRejected + 1, read.Read.Count);
        Assert.All(read.Read.Where(mark => mark.Key != "good"), mark => Assert.Contains(provider.State.Rejected.Values, one => one.Key == mark.Key));
    }

    [Fact]
    public void What_is_tried_again_is_not_held_against_a_new_reading_and_another_address_begins_anew()
    {
        var provider = Set(Daily);
        provider.Do(new ReadProvider(provider.State.SetAt));
        provider.Do(Step(provider, left: 0, rejected: [new("https://vendor.example/a.json", "k1", "csaf-fetch", "It answers 404.", true), new("https://vendor.example/b.json", "k2", "csaf-json", "Broken.")]));
        provider.Do(new ReadProvider(provider.State.SetAt));
        Assert.Equal("k2", Assert.Single(provider.State.Rejected.Values).Key);
        provider.Do(Step(provider, left: 0));
        provider.Do(new SetProvider(Daily with { Name = "Another name" }));
        Assert.Single(provider.State.Rejected);
        provider.Do(new SetProvider(Daily with { Address = "https://other.example" }));
        Assert.Empty(provider.State.Rejected);
    }

    [Theory]
    [InlineData("ftp://vendor.example")]
    [InlineData("https://user:word@vendor.example")]
    [InlineData("vendor.example")]
    [InlineData("https://vendor.example/#a")]
    public void An_address_is_one_of_the_web(string address)
        => Assert.Equal(ProviderRefusals.AddressInvalid, None().Ask(new SetProvider(Daily with { Address = address })).Refusal);

    private static RecordProviderRead Step(
        Played<Provider, ProviderCommand, ProviderEvent> provider, int left, IReadOnlyList<RejectedDocument>? rejected = null, IReadOnlyList<DocumentMark>? read = null, string space = "https://vendor.example")
        => new(provider.State.Reading!.Value, new ProviderRead("Example Vendor", space, read ?? [], 0, rejected ?? [], left, null));

    private static Played<Provider, ProviderCommand, ProviderEvent> Set(ProviderRequest request)
    {
        var provider = None();
        provider.Do(new SetProvider(request), Actor.Person(Samples.Ada));
        return provider;
    }

    private static Played<Provider, ProviderCommand, ProviderEvent> None() => new(ProviderKind.Instance, ProviderKind.Stream(ProviderId.Of("vendor")));
}
