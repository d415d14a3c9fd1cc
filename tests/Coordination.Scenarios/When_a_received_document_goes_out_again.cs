using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Shared;

namespace Coordination.Scenarios;

/// <summary>What others wrote is given back with what we publish: as far as their label lets it go, and from the version that our text was made of.</summary>
public sealed class When_a_received_document_goes_out_again : IAsyncLifetime
{
    private readonly RunningSystem _system = new() { Settings = ["--Coordination:Csaf:Name=Example CERT", "--Coordination:Csaf:Namespace=https://cert.example", "--Coordination:PublicAddress=https://csaf.cert.example"] };
    private Advising _advising = null!;

    public async Task InitializeAsync()
    {
        await _system.InitializeAsync();
        _advising = await Advising.BeginAsync(_system);
    }

    public async Task DisposeAsync()
    {
        _advising.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task A_newer_version_of_theirs_changes_no_byte_of_what_is_published()
    {
        var path = await PublishAsync("EV-2026-1", "WHITE", Tlp.Clear);
        using var stranger = _system.Http();
        var before = await stranger.GetByteArrayAsync(Here(path));
        Assert.Contains("canary-first", Encoding.UTF8.GetString(before), StringComparison.Ordinal);

        Assert.Equal(CsafReceiptStatus.Newer, (await _advising.Author.Client.BringCsafAsync(Vendors("EV-2026-1", "2", "WHITE", "canary-second"))).Status);
        // A process that starts now has no memory of what it served.
        await _system.StopAsync();
        await _system.StartAsync();
        using var later = _system.Http();
        Assert.Equal(before, await later.GetByteArrayAsync(Here(path)));
    }

    [Fact]
    public async Task What_was_stricter_is_not_given_back_with_a_freer_text()
    {
        var path = await PublishAsync("EV-2026-2", "AMBER", Tlp.Clear);
        using var stranger = _system.Http();

        Assert.DoesNotContain("canary-first", await stranger.GetStringAsync(Here(path)), StringComparison.Ordinal);
    }

    /// <returns>Where a stranger finds it.</returns>
    private async Task<string> PublishAsync(string id, string label, Tlp tlp)
    {
        var advisory = (await _advising.Author.Client.BringCsafAsync(Vendors(id, "1", label, "canary-first"))).Advisory!.Value;
        AdvisoryContent? content = null;
        await RunningSystem.UntilAsync(async () =>
        {
            try
            {
                return (content = (await _system.Ada.AdvisoryAsync(advisory.Value)).Draft?.Content) is not null;
            }
            catch (ProblemException)
            {
                return false;
            }
        });
        await _advising.Author.Client.EditAdvisoryAsync(advisory, content! with { Title = "Ours", Tlp = tlp });
        await _advising.Author.Client.SubmitAdvisoryAsync(advisory);
        await _system.Ada.PublishAdvisoryAsync(advisory, new());
        using var stranger = _system.Http();
        return $"/csaf/white/{(await stranger.GetStringAsync(Here("/csaf/white/index.txt"))).TrimEnd('\n')}";
    }

    private static string Vendors(string id, string version, string label, string finder)
        => Encoding.UTF8.GetString(ProviderSite.Document(id, version, label: label)).Replace("{\"document\":{", $"{{\"document\":{{\"acknowledgments\":[{{\"organization\":\"{finder}\"}}],", StringComparison.Ordinal);

    private static Uri Here(string path) => new(path, UriKind.Relative);
}
