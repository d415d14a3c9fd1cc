using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner with a machine, and what lies ready for it.</summary>
internal sealed record Recipient(RunningSystem System, PartnerId Id, string Token)
{
    private static int _number;

    public static async Task<Recipient> RegisterAsync(RunningSystem system, PartnerRequest? facts = null)
    {
        var id = PartnerId.Of((await system.Ada.AddPartnerAsync(facts ?? Facts())).Id);
        var token = await system.Ada.AddTokenAsync(new TokenRequest { Name = "machine", Scope = TokenScope.Partner, Partner = id, ExpiresAt = system.Clock.GetUtcNow().AddDays(300) });
        return new(system, id, token.Secret!);
    }

    public static PartnerRequest Facts(PartnerKind kind = PartnerKind.Cert, Tlp ceiling = Tlp.AmberStrict) => new()
    {
        Name = $"Recipient {Interlocked.Increment(ref _number)}",
        Kind = kind,
        Ceiling = ceiling,
        Agreement = new(Nda: true, Approval: "2026/1"),
        Topics = Enum.GetValues<PartnerTopic>(),
    };

    public async Task ChangeAsync(Func<PartnerRequest, PartnerRequest> change) => await System.Ada.ChangePartnerAsync(Id, change((await System.Ada.PartnerAsync(Id)).Settings));

    public async Task<IReadOnlyList<SharedObjectRow>> RowsAsync()
        => [.. (await Rows.ListAllAsync(CollectionKind.Table, RowFilter.Is("partner", Id.Value), CancellationToken.None)).Select(row => row.Value).OrderBy(row => row.Number)];

    /// <summary>The objects that lie there, by their ids, the newest of each.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> ObjectsAsync()
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var row in await RowsAsync())
        {
            found[row.What.Id] = await SaidAsync(row);
        }

        return found;
    }

    public async Task<JsonElement> SaidAsync(SharedObjectRow row)
        => JsonDocument.Parse((await Rows.FindAsync(SharedContent.Table, row.What.Content, CancellationToken.None))!.Value.Json).RootElement;

    /// <summary>All that lies there leaves.</summary>
    public async Task TakeAsync()
        => await System.Services.GetRequiredService<IGrainFactory>().Collection(Id).ExecuteAsync(new TakeObjects([.. (await RowsAsync()).Where(row => row.TakenAt is null).Select(row => row.Number)], "taxii"), Actor.System);

    private IRows Rows => System.Services.GetRequiredService<IRows>();
}
