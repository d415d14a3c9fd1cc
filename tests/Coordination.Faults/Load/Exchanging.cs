using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>Who works with partners at a cluster: registers them, opens incidents, and shares them.</summary>
internal sealed class Exchanging(Cluster cluster)
{
    /// <summary>What a host needs so that partners may be on this machine.</summary>
    public static IEnumerable<string> Settings =>
        ["--Coordination:Taxii:AllowHttp=true", "--Coordination:Taxii:AllowPrivateNetworks=true", "--Coordination:Taxii:TimeoutSeconds=4", "--Coordination:Webhooks:AllowPrivateNetworksForAll=true"];

    /// <summary>Registers partners and their machines.</summary>
    public CoordinationClient Administrator { get; } = Traffic.ClientOf(cluster, cluster.World.Officers[0]);

    /// <summary>Works on incidents and shares them.</summary>
    public CoordinationClient Officer { get; } = Traffic.ClientOf(cluster, cluster.World.Officers[1]);

    public async Task<PartnerId> RegisterAsync(string name) => PartnerId.Of((await Administrator.AddPartnerAsync(new()
    {
        Name = name, Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Agreement = new(Nda: true, Approval: "2026/1"), Topics = Enum.GetValues<PartnerTopic>(),
    })).Id);

    /// <summary>The secret of a machine of a partner.</summary>
    public async Task<string> TokenAsync(PartnerId partner)
        => (await Administrator.AddTokenAsync(new() { Name = $"machine of {partner}", Scope = TokenScope.Partner, Partner = partner })).Secret!;

    public async Task<IncidentId> OpenAsync(string title)
    {
        var institutions = await Administrator.InstitutionsAsync();
        return IncidentId.Of((await Officer.OpenIncidentAsync(new()
        {
            Title = title, Description = "It calls home", Severity = Severity.Medium, Tlp = Tlp.Green, Institutions = [institutions[0].Id],
            // Each incident has its own: objects of observables are named by what they say.
            Observables = [HostOf(title), $"mail.{HostOf(title)}"],
        })).Id);
    }

    public Task ShareAsync(IncidentId incident, string title, PartnerId partner)
        => Officer.ShareWithPartnerAsync(incident, new(partner, "They hunt the same actor", Indicators: [new(HostOf(title), Confidence: 80)]), new Asked($"share-{incident}-{partner}"));

    /// <summary>All that was laid ready for a partner, the oldest first.</summary>
    public async Task<IReadOnlyList<SentView>> SentAsync(PartnerId partner)
    {
        var all = new List<SentView>();
        string? cursor = null;
        do
        {
            var page = await Administrator.SentToPartnerAsync(partner, cursor);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. all.OrderBy(one => one.Number)];
    }

    /// <summary>Of each object the version that was laid ready last.</summary>
    public static IEnumerable<SentView> Newest(IReadOnlyList<SentView> sent) => sent.GroupBy(one => one.Id).Select(versions => versions.MaxBy(one => one.Number)!);

    private static string HostOf(string title) => $"{title.Replace(' ', '-').ToLowerInvariant()}.example";
}
