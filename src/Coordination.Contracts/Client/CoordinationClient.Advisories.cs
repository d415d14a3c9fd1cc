using System.Globalization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>A page of advisories that match a query; for an institution, of those that were addressed to it.</summary>
    /// <param name="query">In the query language, for example <c>status:published severity:>=high</c>.</param>
    /// <param name="sort"><c>updated</c>, <c>published</c> or <c>severity</c>.</param>
    public Task<Page<AdvisorySummary>> AdvisoriesAsync(string? query = null, string? sort = null, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<AdvisorySummary>>(
            Query(Routes.Advisories, ("q", query), ("sort", sort), ("cursor", cursor), ("limit", limit?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Everything of one advisory, by its id or its number.</summary>
    public Task<AdvisoryView> AdvisoryAsync(string idOrNumber, CancellationToken cancellationToken = default)
        => GetAsync<AdvisoryView>($"{Routes.Advisories}/{Escape(idOrNumber)}", cancellationToken);

    /// <summary>Who was told when, who acted when, and who is late.</summary>
    public Task<AdvisoryReport> AdvisoryReportAsync(AdvisoryId id, CancellationToken cancellationToken = default) => GetAsync<AdvisoryReport>(Of(id, "report"), cancellationToken);

    /// <summary>A page of what happened to the advisory itself, oldest first.</summary>
    public Task<Page<TimelineEntry>> AdvisoryTimelineAsync(AdvisoryId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<TimelineEntry>>(Query(Of(id, "timeline"), ("cursor", cursor)), cancellationToken);

    /// <summary>A page of what happened between the advisory and one institution, oldest first.</summary>
    public Task<Page<TimelineEntry>> AddresseeTimelineAsync(AdvisoryId id, InstitutionId institution, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<TimelineEntry>>(Query(Of(id, institution, "timeline"), ("cursor", cursor)), cancellationToken);

    /// <summary>What the server finds wrong with a text.</summary>
    public Task<IReadOnlyList<Finding>> CheckAdvisoryAsync(AdvisoryContent content, CancellationToken cancellationToken = default)
        => PostAsync<IReadOnlyList<Finding>>(Routes.Advisories + "/check", new CheckAdvisoryRequest(content), default, cancellationToken);

    /// <summary>Brings a CSAF 2.0 document; a draft is begun from it.</summary>
    /// <param name="origin">The file or address that it came from, for people.</param>
    public Task<CsafReceipt> BringCsafAsync(string document, string? origin = null, Asked asked = default, CancellationToken cancellationToken = default)
        => SendTextAsync<CsafReceipt>(HttpMethod.Post, Query(Routes.CsafDocuments, ("origin", origin)), document, JsonType, asked, cancellationToken);

    /// <summary>A page of the documents that others published and that were brought here, the newest first.</summary>
    /// <param name="quarantined">Only those of which something was brought and not taken.</param>
    public Task<Page<ReceivedDocumentView>> CsafDocumentsAsync(bool quarantined = false, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<ReceivedDocumentView>>(Query(Routes.CsafDocuments, ("quarantined", quarantined ? "true" : null), ("cursor", cursor)), cancellationToken);

    /// <summary>Begins an advisory from a received document; its id is the answer's.</summary>
    public Task<CommandAnswer> DraftFromDocumentAsync(string document, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.CsafDocuments}/{Escape(document)}/draft", body: null, asked, cancellationToken);

    /// <summary>A page of the providers whose documents are collected, by name.</summary>
    public Task<Page<ProviderView>> CsafProvidersAsync(string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<ProviderView>>(Query(Routes.CsafProviders, ("cursor", cursor)), cancellationToken);

    /// <summary>Registers a provider, or changes how it is read.</summary>
    public Task<CommandAnswer> PutCsafProviderAsync(ProviderId id, ProviderRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.CsafProviders}/{Escape(id.Value)}", request, asked, cancellationToken);

    /// <summary>Begins to read what it lists.</summary>
    public Task<CommandAnswer> ReadCsafProviderAsync(ProviderId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.CsafProviders}/{Escape(id.Value)}/read", body: null, asked, cancellationToken);

    /// <summary>Begins an advisory.</summary>
    public Task<CommandAnswer> DraftAdvisoryAsync(DraftAdvisoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Advisories, request, asked, cancellationToken);

    public Task<CommandAnswer> EditAdvisoryAsync(AdvisoryId id, AdvisoryContent content, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "content"), new EditAdvisoryRequest(content), asked, cancellationToken);

    public Task<CommandAnswer> AddRecipientsAsync(AdvisoryId id, AddRecipientsRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "recipients"), request, asked, cancellationToken);

    public Task<CommandAnswer> RemoveRecipientsAsync(AdvisoryId id, RemoveRecipientsRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "recipients/remove"), request, asked, cancellationToken);

    /// <summary>Matches the draft to institutions; what people decided of its recipients stays.</summary>
    public Task<CommandAnswer> MatchRecipientsAsync(AdvisoryId id, MatchCriteria criteria, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "recipients/match"), criteria, asked, cancellationToken);

    /// <summary>Asks someone else to look at the draft.</summary>
    public Task<CommandAnswer> SubmitAdvisoryAsync(AdvisoryId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "submit"), body: null, asked, cancellationToken);

    /// <summary>Gives the draft back.</summary>
    public Task<CommandAnswer> ReturnAdvisoryAsync(AdvisoryId id, ReturnAdvisoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "return"), request, asked, cancellationToken);

    public Task<CommandAnswer> PublishAdvisoryAsync(AdvisoryId id, PublishAdvisoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "publish"), request, asked, cancellationToken);

    /// <summary>Begins a draft beside what is published.</summary>
    public Task<CommandAnswer> ReviseAdvisoryAsync(AdvisoryId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "revise"), body: null, asked, cancellationToken);

    /// <summary>Throws the draft beside what is published away.</summary>
    public Task<CommandAnswer> DiscardRevisionAsync(AdvisoryId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "discard"), body: null, asked, cancellationToken);

    public Task<CommandAnswer> WithdrawAdvisoryAsync(AdvisoryId id, WithdrawAdvisoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "withdraw"), request, asked, cancellationToken);

    /// <summary>Says what an institution did: it itself, or an officer for it.</summary>
    public Task<CommandAnswer> AnswerAdvisoryAsync(AdvisoryId id, InstitutionId institution, AnswerAdvisoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, institution, "answer"), request, asked, cancellationToken);

    /// <summary>Says that an institution knows of it.</summary>
    public Task<CommandAnswer> AcknowledgeAdvisoryAsync(AdvisoryId id, InstitutionId institution, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, institution, "acknowledge"), body: null, asked, cancellationToken);

    /// <summary>An alert has to do with an advisory.</summary>
    public Task<CommandAnswer> ReferToAlertAsync(AdvisoryId id, AlertId alert, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "alerts"), new ReferToAlertRequest(alert.Value), asked, cancellationToken);

    /// <summary>It has nothing to do with it after all.</summary>
    public Task<CommandAnswer> EndAlertReferenceAsync(AdvisoryId id, AlertId alert, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, $"alerts/{Escape(alert.Value)}/remove"), body: null, asked, cancellationToken);

    /// <summary>An incident has to do with an advisory.</summary>
    public Task<CommandAnswer> ReferToAdvisoryAsync(IncidentId id, AdvisoryId advisory, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "advisories"), new ReferToAdvisoryRequest(advisory), asked, cancellationToken);

    /// <summary>It has nothing to do with it after all.</summary>
    public Task<CommandAnswer> EndAdvisoryReferenceAsync(IncidentId id, AdvisoryId advisory, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, $"advisories/{Escape(advisory.Value)}/remove"), body: null, asked, cancellationToken);

    private static string Of(AdvisoryId id, string verb) => $"{Routes.Advisories}/{Escape(id.Value)}/{verb}";

    private static string Of(AdvisoryId id, InstitutionId institution, string verb) => Of(id, $"addressees/{Escape(institution.Value)}/{verb}");
}
