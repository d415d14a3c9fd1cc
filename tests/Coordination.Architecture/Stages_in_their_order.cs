using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>
/// Inside each project a type of one stage names only what stands in the same stage, before it or beside it; signatures, attributes and method bodies count.
/// Domain is judged by the shapes of Contracts too, except ids, which say nothing of what they name. Types outside the stages' folders
/// (Reactions, Kinds, Composition, Demo, …) join stages; that is what they are for.
/// </summary>
public sealed class Stages_in_their_order
{
    /// <summary>What may be used all the same: by whom (null: by every stage), what, and why.</summary>
    private static readonly (string? User, string Used, string Why)[] Allowed =
    [
        (null, "Contracts.Incidents.Severity", "a word of everybody: sources say how grave an alert is before there is an incident"),
        (null, "Contracts.Incidents.Observable", "a word of everybody: an alert has observables before there is an incident"),
        (null, "Contracts.Incidents.ObservableKind", "part of Observable"),
        (null, "Contracts.Incidents.Rsit*", "a word of everybody: a source says what it sends before there is an incident"),
        (null, "Domain.Intake.Normal.*", "spelling of addresses and names: it knows no alert, and a constituency is spelt like the alerts it is searched for"),
        (null, "Host.Live.Need", "the one door that disclosure guards: whoever shows something asks it"),
        (null, "Host.Live.Views", "the one place where rows become what leaves the process"),
        (null, "Host.Live.Directory", "names for identifiers, for every page that shows them"),
        (null, "Host.Live.Names", "the answer of Directory"),
        (null, "Console.Live.LiveFeed", "a page is live: it watches what it shows"),
        (null, "Console.Live.ServerClock", "ages are shown by the server's clock, on every page"),
        (null, "Console.Live.Ticker", "ages grow while a page stands"),
        ("Contracts.Incidents.IncidentView", "Contracts.Escalation.EscalationView", "the incident's page is made of parts, one of each stage; incidents themselves know none of them"),
        ("Contracts.Incidents.IncidentView", "Contracts.Notification.NotificationView", "as above"),
        ("Domain.Access.CreateToken", "Domain.Intake.Source*", "a token for the intake belongs to a registered source, which must be there"),
        ("Domain.Access.CreateToken", "Contracts.Intake.SourceRequest", "the answer to that question"),
        ("Domain.Access.TokenKind", "Domain.Intake.SourceById", "the question whether it is"),
        ("Grains.Correlation.CorrelationGrain", "Grains.Incidents.IIncidentNumbers", "it brings its route what that needs"),
        ("Grains.Correlation.SightingsRoute", "Grains.Incidents.IIncidentNumbers", "it opens the incident that no open one stands for, and a number is taken before the decision"),
        ("Grains.Institutions.ConstituencyIndex", "Grains.Live.ITailListener", "an index in memory follows the journal by the tail that also feeds the boards"),
        ("Grains.Advisories.InventoryIndex", "Grains.Live.ITailListener", "as above"),
        ("Grains.Partners.IndicatorIndex", "Grains.Live.ITailListener", "as above"),
        ("Console.Advisories.MatchForm", "Console.Incidents.VerbForm", "how lines of a text are read"),
        ("Console.Incidents.IncidentPage", "Console.Exchange.PartnersOfIncident", "the incident's page is made of parts, one of each stage"),
        ("Console.Incidents.IncidentPage", "Console.Exchange.AnswerNote", "as above: what a partner said among its notes is answered there"),
        ("Console.Advisories.AdvisoryPage", "Console.Exchange.Sharing*", "as above"),
        ("Console.Institutions.InstitutionDialog", "Console.Incidents.VerbForm", "one form with one way to show refusals, made for the verbs first"),
    ];

    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_stage_uses_those_before_it_and_never_those_after(string project)
        => Sentences.None(Found(project).Where(one => !Allowed.Any(rule => Fits(rule, one))).Select(one => $"{one.User} uses {one.Used}"));

    [Fact]
    public void Every_exception_is_still_needed()
    {
        var all = House.Projects.SelectMany(Found).ToArray();

        Sentences.None(Allowed.Where(rule => !all.Any(one => Fits(rule, one))).Select(rule => $"{rule.User ?? "every stage"} may use {rule.Used}, and nobody does"));
    }

    private static IEnumerable<(string User, string Used)> Found(string project)
        => from type in House.Assembly(project).MainModule.Types
           let stage = Stage.Of(type)
           where stage is not null
           from used in Uses.Of(type)
           where Counts(project, used)
           let other = Stage.Of(used)
           where other is not null && !Stage.MayUse(stage, other)
           select (Short(type), Short(used));

    private static bool Counts(string project, TypeReference used)
        => used.FullName.StartsWith($"Coordination.{project}.", StringComparison.Ordinal)
            || (project == "Domain" && used.FullName.StartsWith("Coordination.Contracts.", StringComparison.Ordinal) && !used.Name.EndsWith("Id", StringComparison.Ordinal));

    private static bool Fits((string? User, string Used, string Why) rule, (string User, string Used) found)
        => (rule.User is null || rule.User == found.User)
            && (rule.Used.EndsWith('*') ? found.Used.StartsWith(rule.Used[..^1], StringComparison.Ordinal) : rule.Used == found.Used);

    private static string Short(TypeReference type) => type.FullName["Coordination.".Length..];
}
