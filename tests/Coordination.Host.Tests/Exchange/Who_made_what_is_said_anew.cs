using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Host.Exchange;

namespace Coordination.Host.Tests.Exchange;

/// <summary>Our name or contact may change; who created an object that has left does not.</summary>
public sealed class Who_made_what_is_said_anew
{
    private const string Then = "identity--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    private const string Now = "identity--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
    private static readonly DateTimeOffset Later = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_says_the_same_but_for_our_name_is_not_sent_again()
        => Assert.Equal(SharingChange.Same, Assert.Single(Of(Indicator(Now, "One"), Indicator(Then, "One"))).Change);

    [Fact]
    public void What_says_something_else_is_a_version_by_who_made_it()
    {
        var change = Assert.Single(Of(Indicator(Now, "Two"), Indicator(Then, "One")));

        Assert.Equal((SharingChange.Changed, Then, "Two"), (change.Change, change.Content.GetProperty("created_by_ref").GetString(), change.Content.GetProperty("name").GetString()));
    }

    [Fact]
    public void What_has_not_left_is_ours_as_we_are_now()
        => Assert.Equal(Now, Assert.Single(Of(Indicator(Now, "One"), null)).Content.GetProperty("created_by_ref").GetString());

    private static IReadOnlyList<ObjectChange> Of(JsonElement now, JsonElement? left)
    {
        Dictionary<string, LeftObject> before = [];
        if (left is { } json)
        {
            before[json.GetProperty("id").GetString()!] = new(new(json.GetProperty("id").GetString()!, json.GetProperty("modified").GetString(), Tlp.Green, "incident/i1", [], "x.0"), json);
        }

        return SharingDifference.Of([now], before, Later, revokes: true);
    }

    private static JsonElement Indicator(string by, string name) => JsonDocument.Parse(
        $$"""{"type":"indicator","spec_version":"2.1","id":"indicator--d81f86b9-975b-4c0b-875e-810c5ad45a4f","created_by_ref":"{{by}}","created":"2026-03-02T12:00:00.000Z","modified":"2026-03-02T12:00:00.000Z","name":"{{name}}"}""").RootElement;
}
