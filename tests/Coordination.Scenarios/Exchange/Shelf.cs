using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios.Exchange;

/// <summary>A partner for which objects lie ready, and its machine: incidents are written as they would have been, what is shared of them is made up.</summary>
internal sealed class Shelf
{
    private static int _number;

    private readonly RunningSystem _system;
    private readonly Dictionary<string, (Incident State, long Version)> _incidents = [];
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, StreamId> _said = [];

    private Shelf(RunningSystem system, PartnerId partner, string token, TokenId tokenId) => (_system, Partner, Token, TokenId) = (system, partner, token, tokenId);

    public PartnerId Partner { get; }

    public string Token { get; }

    public TokenId TokenId { get; }

    public static PartnerRequest Facts(Tlp ceiling, PartnerKind kind = PartnerKind.Cert, Agreement? agreement = null) => new()
    {
        Name = $"Partner {Interlocked.Increment(ref _number)}",
        Kind = kind,
        Ceiling = ceiling,
        Agreement = agreement ?? new(Nda: true, Approval: "2026/1"),
        Topics = Enum.GetValues<PartnerTopic>(),
    };

    public static async Task<Shelf> MakeAsync(RunningSystem system, PartnerRequest? facts = null)
    {
        var partner = PartnerId.Of((await system.Ada.AddPartnerAsync(facts ?? Facts(Tlp.AmberStrict))).Id);
        var token = await system.Ada.AddTokenAsync(new TokenRequest { Name = "machine", Scope = TokenScope.Partner, Partner = partner, ExpiresAt = system.Clock.GetUtcNow().AddDays(300) });
        return new(system, partner, token.Secret!, token.Id);
    }

    /// <summary>The partner's machine.</summary>
    public TaxiiClient Machine() => new(_system.Http(Token));

    /// <summary>An incident that is shared with the partner.</summary>
    public async Task<string> IncidentAsync(Tlp label = Tlp.Clear, params InstitutionId[] affected)
    {
        var key = $"shelf{Interlocked.Increment(ref _number)}";
        await PlayAsync(key, new IncidentOpened($"X-{key}", "A case", null, Severity.Low, label, false, "phishing", affected, []));
        await PlayAsync(key, new IncidentShared(new(1, Audience.Of(Partner), null, PersonId.Of("ada"), "they need it", _system.Clock.GetUtcNow())));
        return $"incident/{key}";
    }

    /// <summary>Something happens to an incident of here.</summary>
    public async Task PlayAsync(string origin, IncidentEvent happened)
    {
        var kind = IncidentKind.Instance;
        var stream = new StreamId(kind.Name, origin.Split('/')[^1]);
        var (state, version) = _incidents.GetValueOrDefault(stream.Key, (Incident.Empty, 0));
        var recorded = new Recorded<IncidentEvent>(happened, version + 1, _system.Clock.GetUtcNow(), Actor.System, "test");
        var after = kind.Apply(state, recorded);
        await CommitAsync(new() { Stream = stream, ExpectedVersion = version, Events = [EventJson<IncidentEvent>.Write(recorded)], Rows = [.. kind.Rows(stream, state, recorded, after)] });
        _incidents[stream.Key] = (after, version + 1);
    }

    /// <summary>Lays objects ready, and what they say.</summary>
    public async Task<IReadOnlyList<SharedObject>> AddAsync(params IReadOnlyList<SharedObject> objects)
    {
        foreach (var part in objects.Chunk(1_000))
        {
            var stream = new StreamId("shelf", Guid.NewGuid().ToString("N"));
            await CommitAsync(Said(stream, 0, [.. part.Select(one => SharedContent.Table.Put(one.Content, new(Json(one))))]));
            foreach (var one in part)
            {
                _said[one.Content] = stream;
            }

            var added = await _system.Services.GetRequiredService<IGrainFactory>().Collection(Partner).ExecuteAsync(new AddObjects(part, "sharing/test"), Actor.System);
            Assert.Null(added.Refusal);
        }

        return objects;
    }

    /// <summary>What it says is erased.</summary>
    public Task EraseAsync(SharedObject one) => CommitAsync(Said(_said[one.Content], 1, [SharedContent.Table.Remove(one.Content)]));

    public Task WithdrawAsync(string origin) => _system.Services.GetRequiredService<IGrainFactory>().Collection(Partner).ExecuteAsync(new WithdrawObjects(origin, "test"), Actor.System);

    public async Task ChangeAsync(Func<PartnerRequest, PartnerRequest> change)
        => await _system.Ada.ChangePartnerAsync(Partner, change((await _system.Ada.PartnerAsync(Partner)).Settings));

    public async Task<IReadOnlyList<SharedObjectRow>> RowsAsync()
    {
        var rows = new List<SharedObjectRow>();
        string? cursor = null;
        do
        {
            var page = await _system.Services.GetRequiredService<IRows>().ListAsync(
                CollectionKind.Table, new RowQuery(RowFilter.Is("partner", Partner.Value), "added_at", Limit: 10_000, After: cursor), CancellationToken.None);
            rows.AddRange(page.Rows.Select(row => row.Value));
            cursor = page.Next;
        }
        while (cursor is not null);
        return rows;
    }

    /// <summary>What happened to the collection, by whom.</summary>
    public Task<IReadOnlyList<RecordedEvent>> HistoryAsync()
        => _system.Services.GetRequiredService<IJournal>().ReadStreamAsync(CollectionKind.Stream(Partner), 0, CancellationToken.None);

    /// <summary>An object of that number; the same number is the same object.</summary>
    public static SharedObject Object(int number, string type, string origin, Tlp label = Tlp.Green, int? version = 1, params InstitutionId[] reveals)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{type}--{number:x8}-17d4-4cbf-938f-98ee46b3cd3f");
        var modified = version is null ? null : string.Create(CultureInfo.InvariantCulture, $"2026-03-02T12:00:{version / 1000:D2}.{version % 1000:D3}Z");
        return new(id, modified, label, origin, reveals, $"x.{Interlocked.Increment(ref _number):x32}");
    }

    public static string Json(SharedObject one)
        => JsonSerializer.Serialize(new Dictionary<string, object?> { ["type"] = one.Type, ["spec_version"] = "2.1", ["id"] = one.Id, ["modified"] = one.Version, ["name"] = "Zürich \"quoted\" <b>" }
            .Where(field => field.Value is not null).ToDictionary());

    private Commit Said(StreamId stream, long version, IReadOnlyList<RowChange> rows)
        => new() { Stream = stream, ExpectedVersion = version, Rows = rows, Events = [new("said", 1, _system.Clock.GetUtcNow(), Actor.System, "test", Encoding.UTF8.GetBytes("{}"))] };

    private async Task CommitAsync(Commit commit) => Assert.IsType<Committed>(await _system.Services.GetRequiredService<IJournal>().CommitAsync(commit, CancellationToken.None));
}
