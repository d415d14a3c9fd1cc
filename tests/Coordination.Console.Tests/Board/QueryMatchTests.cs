using Coordination.Console.Board;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;

namespace Coordination.Console.Tests.Board;

public sealed class QueryMatchTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("phish", true)]
    [InlineData("hishing", false)]
    [InlineData("\"phishing page\"", true)]
    [InlineData("-phishing", false)]
    [InlineData("als", true)]
    [InlineData("severity:high", true)]
    [InlineData("severity:>=high", true)]
    [InlineData("severity:>high", false)]
    [InlineData("severity:<=medium", false)]
    [InlineData("severity:low,high", true)]
    [InlineData("tlp:amber", true)]
    [InlineData("tlp:>amber", false)]
    [InlineData("status:open", true)]
    [InlineData("status:closed", false)]
    [InlineData("status:new,closed", true)]
    [InlineData("owner:me", true)]
    [InlineData("owner:none", false)]
    [InlineData("-owner:me", false)]
    [InlineData("owner:virtanen", true)]
    [InlineData("institution:ALS", true)]
    [InlineData("institution:none", false)]
    [InlineData("class:fraud", true)]
    [InlineData("class:phishing", true)]
    [InlineData("class:vulnerable", false)]
    [InlineData("updated:<2h", true)]
    [InlineData("opened:<2h", false)]
    [InlineData("opened:>2h", true)]
    [InlineData("seen:<2h", false)]
    [InlineData("tag:none", true)]
    [InlineData("severity:high owner:none", false)]
    public void An_open_high_phishing_incident_of_mine_answers(string query, bool expected)
        => Assert.Equal(expected, Match(query).Holds(Mine, Make.Noon));

    [Fact]
    public void Closed_incidents_are_shown_only_to_who_asks_for_a_status()
    {
        var closed = Mine with { Status = IncidentStatus.Closed };

        Assert.False(Match("phishing").Holds(closed, Make.Noon));
        Assert.True(Match("status:closed").Holds(closed, Make.Noon));
    }

    private static readonly IncidentSummary Mine = Make.Incident(severity: Severity.High) with { Owner = Make.Ada };

    private static QueryMatch Match(string text)
    {
        var parsed = Query.Parse(text);
        Assert.True(parsed.IsValid, string.Join(' ', parsed.Errors));
        return new QueryMatch(parsed.Query, Make.Ada.Id);
    }
}
