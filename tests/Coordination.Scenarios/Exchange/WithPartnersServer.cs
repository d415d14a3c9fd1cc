using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Shared;

namespace Coordination.Scenarios.Exchange;

/// <summary>Stories of a system beside the TAXII server of a partner.</summary>
public abstract class WithPartnersServer : IAsyncLifetime
{
    private protected readonly RunningSystem _system = new() { Settings = ["--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true"] };
    private protected readonly TaxiiSite _site = TaxiiSite.Start();
    private protected PeerView? _seen;

    public Task InitializeAsync() => _system.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _site.DisposeAsync();
    }

    private protected PeerRequest Polling() => new() { ApiRoot = _site.Root, Poll = ["green"], EverySeconds = 60 };

    private protected PeerRequest Pushing() => new() { ApiRoot = _site.Root, PushInto = "inbox" };

    private protected async Task<PartnerId> PartnerAsync() => PartnerId.Of((await _system.Ada.AddPartnerAsync(Shelf.Facts(Tlp.AmberStrict))).Id);

    private protected async Task<int> ReceivedAsync(PartnerId partner) => (await _system.Ada.ReceivedObjectsAsync(partner)).Items.Count;

    private protected Task UntilAsync(PartnerId partner, Func<PeerView, bool> holds) => RunningSystem.UntilAsync(async () => holds(_seen = await _system.Ada.PeerAsync(partner)), () => JsonSerializer.Serialize(_seen, Wire.Json));

    private protected Task MoveUntilAsync(PartnerId partner, Func<PeerView, bool> holds)
        => RunningSystem.UntilAsync(
            async () =>
            {
                _system.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return holds(_seen = await _system.Ada.PeerAsync(partner));
            },
            () => JsonSerializer.Serialize(_seen, Wire.Json));
}
