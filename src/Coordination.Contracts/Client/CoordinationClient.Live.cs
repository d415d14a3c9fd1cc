using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Live;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>The whole board, as of now.</summary>
    public Task<BoardView> BoardAsync(CancellationToken cancellationToken = default) => GetAsync<BoardView>(Routes.Board, cancellationToken);

    /// <summary>Alerts of which nobody knows whose they are.</summary>
    public Task<Page<AlertView>> UnattributedAsync(string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<AlertView>>(Query(Routes.Unattributed, ("cursor", cursor)), cancellationToken);

    /// <summary>Gives an alert to an institution; it then goes its usual way.</summary>
    public Task AttributeAsync(AlertId id, InstitutionId institution, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>($"{Routes.Unattributed}/{Escape(id.Value)}/attribute", new AttributeAlertRequest(institution), asked, cancellationToken);

    /// <summary>Puts an alert aside.</summary>
    public Task DismissAsync(AlertId id, string reason, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>($"{Routes.Unattributed}/{Escape(id.Value)}/dismiss", new DismissAlertRequest(reason), asked, cancellationToken);

    /// <summary>Messages of the outbox that were set aside.</summary>
    public Task<IReadOnlyList<ParkedView>> ParkedAsync(CancellationToken cancellationToken = default)
        => AllAsync<ParkedView>(Routes.Outbox + "/parked", cancellationToken);

    /// <summary>Puts a parked message back into its queue, due now.</summary>
    public Task RetryParkedAsync(string id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>($"{Routes.Outbox}/parked/{Escape(id)}/retry", body: null, asked, cancellationToken);

    /// <summary>Takes the alarm of an escalation that has run out of steps.</summary>
    public Task TakeAlarmAsync(string escalation, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>($"{Routes.Escalations}/{Escape(escalation)}/take", body: null, asked, cancellationToken);
}
