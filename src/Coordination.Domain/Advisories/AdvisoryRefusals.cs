using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Advisories;

/// <summary>Why a command on an advisory is refused. The codes are stable.</summary>
public static class AdvisoryRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "advisory.unknown", "There is no such advisory, or you may not see it.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "advisory.exists", "This advisory has been begun already. Edit it instead.");
    public static readonly Refusal Withdrawn = new(RefusalKind.Conflict, "advisory.withdrawn", "The advisory was withdrawn. Write another.");
    public static readonly Refusal NoDraft = new(RefusalKind.Conflict, "advisory.no-draft", "Nothing is in work. Begin a revision first.");
    public static readonly Refusal DraftThere = new(RefusalKind.Conflict, "advisory.draft-there", "A draft is in work already. Edit that.");
    public static readonly Refusal NotPublished = new(RefusalKind.Conflict, "advisory.not-published", "It has not been published yet. Edit its draft.");
    public static readonly Refusal NotInReview = new(RefusalKind.Conflict, "advisory.not-in-review", "Nobody has been asked to review this draft. Submit it first.");
    public static readonly Refusal OwnWork = new(RefusalKind.Conflict, "advisory.own-work", "You wrote this text or changed the draft last. Someone else must look at it and publish it.");
    public static readonly Refusal NotPerson = new(RefusalKind.Forbidden, "advisory.person-needed", "Only a person can do this. Sign in.");
    public static readonly Refusal SummaryMissing = new(RefusalKind.Invalid, "advisory.summary-missing", "Say what changed, for those who know the version before.", "summary");
    public static readonly Refusal NobodyChosen = new(RefusalKind.Invalid, "advisory.nobody-chosen", "Name institutions, a group that has some, or everyone.", "institutions");
    public static readonly Refusal TooManyRecipients = new(RefusalKind.Invalid, "advisory.too-many-recipients", "An advisory goes to at most 10,000 institutions. Choose fewer.", "institutions");
    public static readonly Refusal NothingToMatch = new(RefusalKind.Invalid, "advisory.nothing-to-match", "Match by products, or name networks or groups.", "networks");
    public static readonly Refusal TooMuchToMatch = new(RefusalKind.Invalid, "advisory.too-much-to-match", "Match by at most 100 networks and 50 groups at once.", "networks");
    public static readonly Refusal EditedWhileMatched = new(RefusalKind.Changed, "advisory.edited-while-matched", "The text was changed while it was matched. Match it again.");
    public static readonly Refusal TooManyAlerts = new(RefusalKind.Conflict, "advisory.too-many-alerts", $"At most {Advisory.MostAlerts} alerts refer to an advisory. Refer by their incident.");
    public static readonly Refusal NoRecipients = new(RefusalKind.Conflict, "advisory.no-recipients", "A call for action goes to somebody. Choose recipients first.");

    public static Refusal Changed(long version, long seen)
        => new(RefusalKind.Changed, "advisory.changed", string.Create(CultureInfo.InvariantCulture, $"The draft was changed at version {version}; you saw version {seen}. Read it again and decide anew."));

    /// <summary>The first finding that forbids to go on, as a refusal at its field.</summary>
    public static Refusal? Of(IEnumerable<Finding> findings, Func<Finding, bool> counts)
        => findings.FirstOrDefault(finding => finding.Level == FindingLevel.Error && counts(finding)) is { } first
            ? new(RefusalKind.Invalid, $"advisory.content-{first.Code}", first.Text, $"/content{first.Path}")
            : null;

    /// <summary>What is too much to be kept at all.</summary>
    public static Refusal? TooMuch(AdvisoryContent content) => Of(AdvisoryFindings.Of(content), finding => finding.Code == AdvisoryFindings.TooMuch);
}
