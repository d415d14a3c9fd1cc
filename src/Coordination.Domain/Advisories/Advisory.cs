using System.Collections.Immutable;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>An advisory as decisions need it. What became of it at each institution is a thing of its own: <see cref="Addressee"/>.</summary>
public sealed record Advisory
{
    public static readonly Advisory Empty = new();

    /// <summary>How many alerts refer to one; more belong to an incident, which refers to it.</summary>
    public const int MostAlerts = 50;

    public string Number { get; init; } = "";
    public AdvisoryStatus Status { get; init; }

    /// <summary>The text in work; null where nothing is.</summary>
    public Draft? Draft { get; init; }

    /// <summary>What was published last.</summary>
    public AdvisoryContent? Published { get; init; }
    public ImmutableArray<AdvisoryRevision> Revisions { get; init; } = [];

    /// <summary>To whom it was published last.</summary>
    public ImmutableArray<Recipient> Recipients { get; init; } = [];

    /// <summary>By what those were matched; null where they were chosen by hand alone.</summary>
    public MatchCriteria? Criteria { get; init; }

    /// <summary>The incidents that refer to it.</summary>
    public ImmutableArray<IncidentId> Incidents { get; init; } = [];

    /// <summary>The alerts that refer to it.</summary>
    public ImmutableArray<AlertId> Alerts { get; init; } = [];

    /// <summary>For each incident that ever referred to it, the version of its stream that said so last.</summary>
    public ImmutableSortedDictionary<string, long> References { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What catalogues of exploited vulnerabilities said last of those that it names, by catalogue and vulnerability.</summary>
    public ImmutableSortedDictionary<string, ListingChanged> Listings { get; init; } = ImmutableSortedDictionary<string, ListingChanged>.Empty;

    /// <summary>The files that what is published or the draft names.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>The files that were published with it.</summary>
    public IReadOnlyList<AttachmentId> Files { get; init; } = [];
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public string? WithdrawnBecause { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The hash of the received document that what is published was made of.</summary>
    public string? Document { get; init; }
    public bool Exercise { get; init; }

    public bool Exists => Number.Length > 0;

    /// <summary>What a list says of it: what is published, else what is being written.</summary>
    public AdvisoryContent? Shown => Published ?? Draft?.Content;

    /// <summary>Whether what it shows is known to be exploited: as its text says, or as a catalogue does.</summary>
    public bool IsExploited
        => Shown?.Vulnerabilities.Any(one => one.Kev.Count > 0 || Listings.Values.Any(listing => listing.Mark is not null && listing.Cve == one.Cve)) == true;

    /// <summary>The version of a catalogue's stream that was heard last of a vulnerability.</summary>
    public long HeardOf(KevCatalogue catalogue, string cve) => Listings.TryGetValue(KeyOf(catalogue, cve), out var last) ? last.Order : 0;

    private static string KeyOf(KevCatalogue catalogue, string cve) => $"{catalogue}/{cve}";

    public Advisory Apply(Recorded<AdvisoryEvent> recorded) => Swept(Changed(recorded) with { UpdatedAt = recorded.At }, recorded);

    /// <summary>A file belongs to it as long as the draft or what is published names it.</summary>
    private static Advisory Swept(Advisory changed, Recorded<AdvisoryEvent> recorded)
    {
        var all = AdvisoryAttachments.After(changed.Attachments, recorded);
        return changed with { Attachments = [.. all.Where(one => changed.Files.Contains(one.Facts.Id) || changed.Draft?.Files.Contains(one.Facts.Id) == true)] };
    }

    private Advisory Changed(Recorded<AdvisoryEvent> recorded) => recorded.Event switch
    {
        AdvisoryDrafted e => new()
        {
            Number = e.Number,
            Exercise = e.Exercise,
            Draft = new(e.Content, [], recorded.Actor.Value, recorded.Version, recorded.Version) { TextAuthor = recorded.Actor.Value, Document = e.Document },
        },
        AdvisoryEdited e => InWork(Draft! with { Content = e.Content, TextVersion = recorded.Version, TextAuthor = recorded.Actor.Value, Document = e.Document ?? Draft.Document }, recorded),
        RecipientsAdded e => InWork(Draft! with { Recipients = Advisories.Recipients.Added(Draft!.Recipients, e.Recipients) }, recorded),
        RecipientsRemoved e => InWork(Draft! with { Recipients = Advisories.Recipients.Removed(Draft!.Recipients, e.Institutions) }, recorded),
        RecipientsProposed e => InWork(Draft! with { Recipients = Advisories.Recipients.Proposed(Draft!.Recipients, e.Recipients), Criteria = e.Criteria, MatchedVersion = recorded.Version }, recorded),
        AdvisoryFileAttached e => InWork(Draft! with { Files = [.. Draft!.Files, e.File.Id], TextAuthor = recorded.Actor.Value }, recorded),
        AdvisoryFileRemoved e => InWork(Draft! with { Files = [.. Draft!.Files.Where(one => one != e.Attachment)], TextAuthor = recorded.Actor.Value }, recorded),
        AdvisorySubmitted => this with { Status = Published is null ? AdvisoryStatus.Review : Status, Draft = Draft! with { InReview = true, Returned = null } },
        AdvisoryReturned e => this with { Status = Published is null ? AdvisoryStatus.Draft : Status, Draft = Draft! with { InReview = false, Returned = e.Reason } },
        AdvisoryPublished e => this with
        {
            Status = AdvisoryStatus.Published,
            Draft = null,
            Published = e.Content,
            Document = Draft?.Document,
            Recipients = [.. e.Recipients],
            Criteria = Draft?.Criteria,
            Files = Draft!.Files,
            // Nobody tells it any more what becomes of one that it does not name; when it names it again, it looks itself.
            Listings = Listings.RemoveRange(Listings.Where(one => !e.Content.Vulnerabilities.Any(named => named.Cve == one.Value.Cve)).Select(one => one.Key)),
            Revisions = Revisions.Add(new(e.Revision, recorded.At, e.Summary)),
            PublishedAt = recorded.At,
        },
        RevisionBegun => this with
        {
            Draft = new(Published!, Recipients, recorded.Actor.Value, recorded.Version, recorded.Version) { TextAuthor = recorded.Actor.Value, Files = Files, Document = Document, Criteria = Criteria, MatchedVersion = recorded.Version },
        },
        RevisionDiscarded => this with { Draft = null },
        AdvisoryWithdrawn e => this with { Status = AdvisoryStatus.Withdrawn, Draft = Published is null ? Draft : null, WithdrawnBecause = e.Reason, WithdrawnAt = recorded.At },
        IncidentReferred e => this with { Incidents = Incidents.Remove(e.Incident).Add(e.Incident), References = References.SetItem(e.Incident.Value, e.Order) },
        IncidentReferenceEnded e => this with { Incidents = Incidents.Remove(e.Incident), References = References.SetItem(e.Incident.Value, e.Order) },
        AlertReferred e => this with { Alerts = Alerts.Add(e.Alert) },
        AlertReferenceEnded e => this with { Alerts = Alerts.Remove(e.Alert) },
        ListingChanged e => this with { Listings = Listings.SetItem(KeyOf(e.Catalogue, e.Cve), e) },
        _ => this,
    };

    /// <summary>Whoever changes it is its last author; what was being reviewed is no longer what the reviewer saw.</summary>
    private Advisory InWork(Draft draft, Recorded<AdvisoryEvent> recorded)
        => this with { Status = Published is null ? AdvisoryStatus.Draft : Status, Draft = draft with { LastAuthor = recorded.Actor.Value, Version = recorded.Version, InReview = false } };
}

/// <summary>The text in work, and whom it is meant for.</summary>
/// <param name="LastAuthor">The actor who changed anything of it last, recipients too, and so cannot publish it.</param>
/// <param name="Version">The version of the stream at which anything of it changed last.</param>
/// <param name="TextVersion">The version at which its text changed last.</param>
/// <param name="Returned">Why a reviewer gave it back.</param>
/// <param name="Criteria">By what it was matched last; null where it never was.</param>
/// <param name="MatchedVersion">The version at which it was; of a revision, at which it began.</param>
public sealed record Draft(AdvisoryContent Content, ImmutableArray<Recipient> Recipients, string LastAuthor, long Version, long TextVersion, bool InReview = false, string? Returned = null, MatchCriteria? Criteria = null, long MatchedVersion = 0)
{
    /// <summary>It was matched, and its text has changed since.</summary>
    public bool MatchIsOld() => Criteria is not null && TextVersion > MatchedVersion;

    /// <summary>The actor who wrote its text last. Whoever chooses recipients after that does not take the text over, so both of them cannot publish it.</summary>
    public string? TextAuthor { get; init; }

    /// <summary>The files that go out with it; whoever adds or removes one is an author of the text.</summary>
    public IReadOnlyList<AttachmentId> Files { get; init; } = [];

    /// <summary>The hash of the received document that its text was made of.</summary>
    public string? Document { get; init; }

    /// <summary>Whether this actor's work is what a second person is to look at.</summary>
    public bool IsWorkOf(string actor) => actor == LastAuthor || actor == TextAuthor;
}

/// <summary>The institutions of a group (the kind they are registered as), or all of them.</summary>
public sealed record InstitutionsOf(string? Group) : Lookup<InstitutionList>;

/// <summary>Institutions, in no order.</summary>
public sealed record InstitutionList(IReadOnlyList<InstitutionId> Institutions);
