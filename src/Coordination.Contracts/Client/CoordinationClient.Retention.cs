using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>What erasing an incident would erase; nothing is done.</summary>
    public Task<ErasurePlan> ErasurePlanAsync(IncidentId id, CancellationToken cancellationToken = default) => GetAsync<ErasurePlan>(Of(id, "erasure"), cancellationToken);

    /// <summary>Erases a closed incident and all that belongs to it, for good.</summary>
    public Task<CommandAnswer> EraseAsync(IncidentId id, EraseRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "erase"), request, asked, cancellationToken);

    /// <summary>Keeps an incident from being erased.</summary>
    public Task<CommandAnswer> HoldAsync(IncidentId id, HoldRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "hold"), request, asked, cancellationToken);

    /// <summary>Ends the legal hold.</summary>
    public Task<CommandAnswer> ReleaseAsync(IncidentId id, HoldRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "release"), request, asked, cancellationToken);

    /// <summary>A page of what has been erased, newest first.</summary>
    public Task<Page<ErasureView>> ErasuresAsync(string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<ErasureView>>(Query(Routes.Erasures, ("cursor", cursor)), cancellationToken);

    /// <summary>Erases again what had been erased before an older backup was restored.</summary>
    public Task<ErasedAgain> EraseAgainAsync(ErasuresAgain request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<ErasedAgain>(Routes.Erasures + "/apply", request, asked, cancellationToken);

    /// <summary>The retention rules.</summary>
    public Task<RetentionView> RetentionAsync(CancellationToken cancellationToken = default) => GetAsync<RetentionView>(Routes.Retention, cancellationToken);

    /// <summary>Sets the retention rules.</summary>
    public Task<CommandAnswer> SetRetentionAsync(RetentionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>(Routes.Retention, request, asked, cancellationToken);

    /// <summary>What is due by the rules; nothing is done.</summary>
    public Task<IReadOnlyList<RetentionDue>> RetentionDueAsync(CancellationToken cancellationToken = default)
        => GetAsync<IReadOnlyList<RetentionDue>>(Routes.Retention + "/due", cancellationToken);

    /// <summary>Erases what is due, for good.</summary>
    public Task<CommandAnswer> RunRetentionAsync(Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Retention + "/run", body: null, asked, cancellationToken);

    /// <summary>All that is held on a person.</summary>
    public Task<PersonReport> PersonReportAsync(PersonId id, CancellationToken cancellationToken = default)
        => GetAsync<PersonReport>($"{Routes.People}/{Escape(id.Value)}/report", cancellationToken);

    /// <summary>All that is held on someone who is no user, by mail address or name.</summary>
    public Task<PersonReport> PersonReportAsync(string word, CancellationToken cancellationToken = default)
        => GetAsync<PersonReport>(Query(Routes.People + "/report", ("word", word)), cancellationToken);

    /// <summary>What erasing a person would erase; nothing is done.</summary>
    public Task<PersonErasurePlan> PersonErasurePlanAsync(PersonId id, CancellationToken cancellationToken = default)
        => GetAsync<PersonErasurePlan>($"{Routes.People}/{Escape(id.Value)}/erasure", cancellationToken);

    /// <summary>Erases a person, for good.</summary>
    public Task<CommandAnswer> ErasePersonAsync(PersonId id, EraseRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.People}/{Escape(id.Value)}/erase", request, asked, cancellationToken);
}
