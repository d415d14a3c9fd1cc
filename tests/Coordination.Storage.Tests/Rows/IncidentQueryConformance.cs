using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Search;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Live;

namespace Coordination.Storage.Tests.Rows;

/// <summary>From what a person types to the incidents that come back.</summary>
public abstract class IncidentQueryConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly QueryNames Names = new()
    {
        Me = new("ada"),
        Institutions = name => name switch { "EMA" => [new("i1")], "EXA" => [new("i2"), new("i3")], _ => [] },
        People = name => name == "Bob" ? [new("bob")] : [],
    };

    private RowPlace _place = null!;

    private protected abstract Task<RowPlace> EmptyPlaceAsync();

    public async Task InitializeAsync()
    {
        _place = await EmptyPlaceAsync();
        RowChange Line(string id, IncidentStatus status, Severity severity, Tlp tlp, string classification, string? owner, string[] institutions, int hoursAgo, string title)
            => IncidentRows.Lines.Put(id, new IncidentRow
            {
                Number = "2026-00000" + id,
                Title = title,
                Status = status,
                Severity = severity,
                Tlp = tlp,
                Classification = classification,
                Owner = owner is null ? null : new(owner),
                Institutions = [.. institutions.Select(institution => new Contracts.Institutions.InstitutionId(institution))],
                OpenedAt = Now.AddDays(-2),
                UpdatedAt = Now.AddHours(-hoursAgo),
                LastSeenAt = id == "3" ? null : Now.AddHours(-hoursAgo),
                Audiences = " staff ",
            });

        await _place.WriteAsync(
            Line("1", IncidentStatus.New, Severity.High, Tlp.Amber, "infected-system", "ada", ["i1"], 1, "Bot on a mail relay"),
            Line("2", IncidentStatus.Triaged, Severity.Low, Tlp.Green, "phishing", "bob", ["i2", "i1"], 2, "Phishing page at login.example"),
            Line("3", IncidentStatus.Closed, Severity.Critical, Tlp.Red, "system-compromise", null, [], 30, "Mail relay taken over"),
            Line("4", IncidentStatus.InProgress, Severity.Medium, Tlp.AmberStrict, "c2-server", null, ["i3"], 100, "Beacon to 192.0.2.7"));
    }

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [EngineTheory]
    [InlineData("", "1234")]
    [InlineData("status:open", "124")]
    [InlineData("-status:open", "3")]
    [InlineData("status:new,closed", "13")]
    [InlineData("status:open,closed", "1234")]
    [InlineData("severity:>=high", "13")]
    [InlineData("severity:low,medium", "24")]
    [InlineData("severity:<low", "")]
    [InlineData("tlp:amber", "1")]
    [InlineData("tlp:>amber", "34")]
    [InlineData("institution:EMA", "12")]
    [InlineData("institution:EXA", "24")]
    [InlineData("institution:EMA,EXA", "124")]
    [InlineData("institution:nobody", "")]
    [InlineData("-institution:nobody", "1234")]
    [InlineData("institution:none", "3")]
    [InlineData("owner:me", "1")]
    [InlineData("owner:none", "34")]
    [InlineData("owner:me,none", "134")]
    [InlineData("-owner:me", "234")]
    [InlineData("owner:Bob", "2")]
    [InlineData("class:malicious-code", "14")]
    [InlineData("class:phishing,intrusions", "23")]
    [InlineData("updated:<2h", "1")]
    [InlineData("updated:<=2h", "12")]
    [InlineData("updated:>1d", "34")]
    [InlineData("updated:>=2h", "234")]
    [InlineData("seen:<1d", "12")]
    [InlineData("-seen:<1d", "34")]
    [InlineData("opened:<1d", "")]
    [InlineData("tag:exercise", "")]
    [InlineData("-tag:exercise", "1234")]
    [InlineData("mail", "13")]
    [InlineData("relay mail", "13")]
    [InlineData("\"mail relay\"", "13")]
    [InlineData("\"relay mail\"", "")]
    [InlineData("mail -taken", "1")]
    [InlineData("log", "2")]
    [InlineData("2026-000004", "4")]
    [InlineData("192.0.2.7", "4")]
    [InlineData("status:open severity:>=high institution:EMA owner:me tlp:amber class:malicious-code updated:<2h \"mail relay\" -tag:exercise", "1")]
    public async Task What_is_typed_finds_what_is_meant(string typed, string expected)
    {
        var parsed = Query.Parse(typed);
        Assert.Empty(parsed.Errors);

        var page = await _place.Rows.ListAsync(IncidentRows.Lines, new(IncidentQuery.Compile(parsed.Query, Names, Now)), CancellationToken.None);

        Assert.Equal(expected, string.Concat(page.Rows.Select(row => row.Id)));
    }
}
