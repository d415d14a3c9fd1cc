using System.Globalization;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>A page of incidents that match a query.</summary>
    /// <param name="query">In the query language, for example <c>status:open severity:>=high</c>.</param>
    /// <param name="sort"><c>updated</c>, <c>opened</c> or <c>severity</c>.</param>
    /// <param name="cursor">Where the page begins: <see cref="Page{T}.Next"/> of the one before.</param>
    /// <param name="limit">How many at most.</param>
    public Task<Page<IncidentSummary>> IncidentsAsync(string? query = null, string? sort = null, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<IncidentSummary>>(
            Query(Routes.Incidents, ("q", query), ("sort", sort), ("cursor", cursor), ("limit", limit?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Everything of one incident, by its id or its number.</summary>
    public Task<IncidentView> IncidentAsync(string idOrNumber, CancellationToken cancellationToken = default)
        => GetAsync<IncidentView>($"{Routes.Incidents}/{Escape(idOrNumber)}", cancellationToken);

    /// <summary>A page of what happened, oldest first.</summary>
    public Task<Page<TimelineEntry>> TimelineAsync(IncidentId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<TimelineEntry>>(Query(Of(id, "timeline"), ("cursor", cursor)), cancellationToken);

    /// <summary>A page of the alerts behind an incident.</summary>
    public Task<Page<AlertView>> AlertsAsync(IncidentId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<AlertView>>(Query(Of(id, "alerts"), ("cursor", cursor)), cancellationToken);

    /// <summary>Opens an incident by hand.</summary>
    public Task<CommandAnswer> OpenIncidentAsync(OpenIncidentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Incidents, request, asked, cancellationToken);

    /// <summary>"I have it": stops the escalation.</summary>
    public Task<CommandAnswer> AcknowledgeAsync(IncidentId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "acknowledge"), body: null, asked, cancellationToken);

    /// <summary>Only these people see it from now on, the caller among them; nobody named lifts that.</summary>
    public Task<CommandAnswer> RestrictAsync(IncidentId id, RestrictRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "restrict"), request, asked, cancellationToken);

    /// <summary>Shows it to a person or an institution that would not see it otherwise.</summary>
    public Task<CommandAnswer> ShareAsync(IncidentId id, ShareRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "share"), request, asked, cancellationToken);

    /// <summary>Shows it no longer.</summary>
    public Task<CommandAnswer> EndShareAsync(IncidentId id, int number, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, string.Create(CultureInfo.InvariantCulture, $"shares/{number}/end")), body: null, asked, cancellationToken);

    /// <summary>Asks an affected institution whether another may be told that it is.</summary>
    public Task<CommandAnswer> AskConsentAsync(IncidentId id, AskConsentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "consents"), request, asked, cancellationToken);

    /// <summary>Consents, or refuses and says why.</summary>
    public Task<CommandAnswer> AnswerConsentAsync(IncidentId id, int number, AnswerConsentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, string.Create(CultureInfo.InvariantCulture, $"consents/{number}/answer")), request, asked, cancellationToken);

    /// <summary>Consents no longer.</summary>
    public Task<CommandAnswer> WithdrawConsentAsync(IncidentId id, int number, WithdrawConsentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, string.Create(CultureInfo.InvariantCulture, $"consents/{number}/withdraw")), request, asked, cancellationToken);

    /// <summary>Gives the incident to someone, or to nobody.</summary>
    public Task<CommandAnswer> AssignAsync(IncidentId id, AssignRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "assign"), request, asked, cancellationToken);

    public Task<CommandAnswer> SetSeverityAsync(IncidentId id, SetSeverityRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "severity"), request, asked, cancellationToken);

    public Task<CommandAnswer> ClassifyAsync(IncidentId id, ClassifyRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "classification"), request, asked, cancellationToken);

    public Task<CommandAnswer> SetTlpAsync(IncidentId id, SetTlpRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "tlp"), request, asked, cancellationToken);

    public Task<CommandAnswer> SetStatusAsync(IncidentId id, SetStatusRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "status"), request, asked, cancellationToken);

    public Task<CommandAnswer> RenameAsync(IncidentId id, RenameRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "title"), request, asked, cancellationToken);

    public Task<CommandAnswer> AddNoteAsync(IncidentId id, AddNoteRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "notes"), request, asked, cancellationToken);

    public Task<CommandAnswer> AddTaskAsync(IncidentId id, AddTaskRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "tasks"), request, asked, cancellationToken);

    public Task<CommandAnswer> CompleteTaskAsync(IncidentId id, int number, CompleteTaskRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, $"tasks/{number.ToString(CultureInfo.InvariantCulture)}"), request, asked, cancellationToken);

    public Task<CommandAnswer> AddInstitutionAsync(IncidentId id, AddInstitutionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "institutions"), request, asked, cancellationToken);

    public Task<CommandAnswer> SetInstitutionStatusAsync(IncidentId id, InstitutionId institution, SetInstitutionStatusRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, $"institutions/{Escape(institution.Value)}"), request, asked, cancellationToken);

    public Task<CommandAnswer> AddObservablesAsync(IncidentId id, AddObservablesRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "observables"), request, asked, cancellationToken);

    public Task<CommandAnswer> CloseAsync(IncidentId id, CloseRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "close"), request, asked, cancellationToken);

    public Task<CommandAnswer> ReopenAsync(IncidentId id, ReopenRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "reopen"), request, asked, cancellationToken);

    private static string Of(IncidentId id, string verb) => $"{Routes.Incidents}/{Escape(id.Value)}/{verb}";
}
