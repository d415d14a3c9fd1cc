using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.OnCall;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    public Task<IReadOnlyList<InstitutionView>> InstitutionsAsync(CancellationToken cancellationToken = default)
        => AllAsync<InstitutionView>(Routes.Institutions, cancellationToken);

    public Task<InstitutionView> InstitutionAsync(InstitutionId id, CancellationToken cancellationToken = default)
        => GetAsync<InstitutionView>($"{Routes.Institutions}/{Escape(id.Value)}", cancellationToken);

    public Task<CommandAnswer> AddInstitutionAsync(InstitutionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Institutions, request, asked, cancellationToken);

    public Task<CommandAnswer> ChangeInstitutionAsync(InstitutionId id, InstitutionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.Institutions}/{Escape(id.Value)}", request, asked, cancellationToken);

    /// <summary>What an institution has.</summary>
    public Task<InventoryView> InventoryAsync(InstitutionId id, CancellationToken cancellationToken = default) => GetAsync<InventoryView>(InventoryOf(id), cancellationToken);

    /// <summary>Says all that an institution has: what is not named goes.</summary>
    public Task<CommandAnswer> ReplaceInventoryAsync(InstitutionId id, ReplaceInventoryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>(InventoryOf(id), request, asked, cancellationToken);

    /// <summary>Brings an inventory from CSV, or says what that would do.</summary>
    /// <param name="csv">A header, then a product a line: vendor, name, version, cpe, purl.</param>
    /// <param name="dryRun">Nothing is changed.</param>
    /// <param name="part">The file is a part only: what is not in it stays.</param>
    public Task<InventoryImportView> ImportInventoryAsync(InstitutionId id, string csv, bool dryRun, bool part = false, Asked asked = default, CancellationToken cancellationToken = default)
        => SendTextAsync<InventoryImportView>(
            HttpMethod.Post, Query($"{InventoryOf(id)}/import", ("dryRun", dryRun ? "true" : null), ("part", part ? "true" : null)), csv, InventoryImportView.BodyType, asked, cancellationToken);

    private static string InventoryOf(InstitutionId id) => $"{Routes.Institutions}/{Escape(id.Value)}/inventory";

    public Task<IReadOnlyList<PolicyView>> PoliciesAsync(CancellationToken cancellationToken = default)
        => AllAsync<PolicyView>(Routes.Policies, cancellationToken);

    public Task<CommandAnswer> AddPolicyAsync(PolicyRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Policies, request, asked, cancellationToken);

    public Task<CommandAnswer> ChangePolicyAsync(PolicyId id, PolicyRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.Policies}/{Escape(id.Value)}", request, asked, cancellationToken);

    public Task<IReadOnlyList<RosterView>> RostersAsync(CancellationToken cancellationToken = default)
        => AllAsync<RosterView>(Routes.Rosters, cancellationToken);

    public Task<CommandAnswer> AddRosterAsync(RosterRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Rosters, request, asked, cancellationToken);

    public Task<CommandAnswer> ChangeRosterAsync(RosterId id, RosterRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.Rosters}/{Escape(id.Value)}", request, asked, cancellationToken);

    public Task<IReadOnlyList<SourceView>> SourcesAsync(CancellationToken cancellationToken = default)
        => AllAsync<SourceView>(Routes.Sources, cancellationToken);

    /// <summary>Registers a source under this name, or changes it.</summary>
    public Task<CommandAnswer> PutSourceAsync(SourceId id, SourceRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.Sources}/{Escape(id.Value)}", request, asked, cancellationToken);

    /// <summary>Delivers alerts to a source; needs a token of that source.</summary>
    /// <param name="source">The source; it names the format of the lines.</param>
    /// <param name="lines">One JSON object, an array, or one object a line (NDJSON).</param>
    /// <param name="asked">The Idempotency-Key.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<IntakeAnswer> DeliverAsync(SourceId source, string lines, Asked asked = default, CancellationToken cancellationToken = default)
        => SendTextAsync<IntakeAnswer>(HttpMethod.Post, $"{Routes.Intake}/{Escape(source.Value)}", lines, JsonType, asked, cancellationToken);

    /// <summary>Delivers alerts, one JSON object a line whatever the lines hold, so that the receipts' numbers are those of the lines.</summary>
    public Task<IntakeAnswer> DeliverLinesAsync(SourceId source, IEnumerable<string> lines, Asked asked = default, CancellationToken cancellationToken = default)
        => SendTextAsync<IntakeAnswer>(HttpMethod.Post, $"{Routes.Intake}/{Escape(source.Value)}", string.Join('\n', lines), LinesType, asked, cancellationToken);
}
