using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Benchmarks;

/// <summary>
/// Many incidents in minutes: the product's own writer writes into a stopped host's database what the product would have written (see <see cref="Story"/>); neither HTTP nor grains
/// are passed. Events, chain, keys, claims, rows and armed messages are those of the product. What is missing are the alerts themselves and what was mailed.
/// </summary>
internal static class Population
{
    /// <summary>One in so many is open, the others have been acknowledged and closed: 50,000 of a million.</summary>
    private const int OpenEvery = 20;

    /// <summary>One in so many is high, as in <see cref="Traffic"/>.</summary>
    private const int HighEvery = 25;

    /// <summary>One in so many titles has the same name of what infects.</summary>
    private const int Names = 200;

    private const int Together = 512;

    /// <summary>So many are written; of more, only the rows that lists read are copied.</summary>
    private const int Written = 100_000;

    /// <summary>They were opened in the hours before; so the next step of each escalation is still to come.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromHours(3);

    /// <summary>What a title says that is searched for.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"rat{(number / OpenEvery) % Names:000}");

    /// <summary>Fills the database of a host while it is stopped, and starts it again.</summary>
    /// <param name="hosts">The host, of an <see cref="Agency"/>.</param>
    /// <param name="count">How many incidents.</param>
    /// <param name="armed">All are open and high, so that each has an escalation whose next step is armed.</param>
    public static async Task FillAsync(Hosts hosts, int count, bool armed = false)
    {
        await hosts.RestAsync();
        // A process that stops in order leaves no ghost among the members.
        await hosts.StopAsync();
        var watch = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("coordination-population-").FullName;
        try
        {
            await using var store = await PostgresStore.OpenAsync(
                new() { ConnectionString = hosts.Database, KeyFolder = hosts.KeyFolder, CheckpointFolder = folder }, Kinds.Tables, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await WriteAsync(store.Journal, await World.ReadAsync(store.Rows, hosts.Administrator), Math.Min(count, Written), armed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        for (var copy = 1; copy < count / Written; copy++)
        {
            await CopyAsync(hosts, copy);
        }

        await hosts.DoAsync("vacuum analyze");
        Report.Say($"population: {count:N0} incidents in {watch.Elapsed.TotalSeconds:N0} s");
        await hosts.Nodes[0].StartAsync();
        await hosts.ReadyAsync();
    }

    /// <summary>Copies the lines of the board under other names, each time as if they had been the hours before.</summary>
    private static async Task CopyAsync(Hosts hosts, int copy)
    {
        string Other(string column) => column switch
        {
            "id" or "stream" or "number" => string.Create(CultureInfo.InvariantCulture, $"{column} || '-{copy}'"),
            "opened_at" or "updated_at" or "seen_at" => string.Create(CultureInfo.InvariantCulture, $"{column} - {(long)(Past.TotalMicroseconds * copy)}"),
            _ => column,
        };
        string[] columns = ["id", "stream", "version", "body", .. IncidentRows.Lines.Columns.Select(column => column.Name), "search"];
        await hosts.DoAsync(
            $"insert into incident_row ({string.Join(", ", columns)}) select {string.Join(", ", columns.Select(Other))} from incident_row where number like 'P-%' and length(number) = {"P-0000000".Length}");
    }

    private static async Task WriteAsync(IJournal journal, World world, int count, bool armed)
    {
        var end = TimeProvider.System.GetUtcNow();
        var numbers = new ConcurrentQueue<int>(Enumerable.Range(0, count));
        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Task.Run(async () =>
        {
            while (numbers.TryDequeue(out var number))
            {
                var at = end - TimeSpan.FromMicroseconds((long)(Past.TotalMicroseconds / count * (count - number)));
                foreach (var commit in Tell(world, new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero), number, armed))
                {
                    if (await journal.CommitAsync(commit, CancellationToken.None) is not Committed)
                    {
                        throw new InvalidOperationException($"{commit.Stream} was not written.");
                    }
                }
            }
        })));
    }

    private static IReadOnlyList<Commit> Tell(World world, DateTimeOffset at, int number, bool armed)
    {
        // Open or not, high or not, each institution has its share.
        var (institution, facts) = world.Institutions[number / 7 % world.Institutions.Count];
        var host = string.Create(CultureInfo.InvariantCulture, $"p{number}.{facts.Name}.example");
        var title = $"Traffic of {NameOf(number)} from {host} to a sinkhole";
        var severity = armed || number / 3 % HighEvery == 0 ? Severity.High : number / 3 % 2 == 0 ? Severity.Medium : Severity.Low;
        IReadOnlyList<Observable> observables = [new(ObservableKind.DomainName, host), new(ObservableKind.Ipv4Addr, "198.51.100.7")];
        var incident = new StreamId("incident", Id.New<IncidentId>(at).Value);
        var story = new Story(at, world.Find).Ask(
            incident,
            new OpenIncident
            {
                Number = string.Create(CultureInfo.InvariantCulture, $"P-{number:0000000}"),
                Title = title,
                Severity = severity,
                Classification = "infected-system",
                Institutions = [institution],
                Observables = observables,
                Sightings = new()
                {
                    CorrelationKey = CorrelationKeys.Of(institution, "infected-system", host),
                    Count = 1,
                    Alerts = [AlertId.Of(string.Create(CultureInfo.InvariantCulture, $"{number:x32}"))],
                    Institution = institution,
                    Title = title,
                    Classification = "infected-system",
                    Severity = severity,
                    Observables = observables,
                    WindowHours = 24,
                },
            },
            Actor.System);
        if (!armed && number % OpenEvery != 0)
        {
            story.Ask(incident, new AcknowledgeIncident(), Actor.Person(world.Person)).Ask(incident, new CloseIncident("cleaned"), Actor.Person(world.Person));
        }

        return story.Commits;
    }

    /// <summary>What decisions ask of other things.</summary>
    private sealed record World(PersonId Person, PersonFacts Facts, IReadOnlyList<(InstitutionId Id, InstitutionFacts Facts)> Institutions, IReadOnlyList<PolicyRequest> Policies)
    {
        public static async Task<World> ReadAsync(IRows rows, PersonId person)
        {
            var institutions = await rows.ListAsync(InstitutionKind.Table, new RowQuery(), CancellationToken.None);
            var policies = await rows.ListAsync(PolicyKind.Table, new RowQuery(), CancellationToken.None);
            var facts = await rows.FindAsync(PersonKind.Table, person.Value, CancellationToken.None);
            return new(person, facts!.Value, [.. institutions.Rows.Select(row => (InstitutionId.Of(row.Id), row.Value))], [.. policies.Rows.Select(row => row.Value)]);
        }

        public object? Find(Lookup question) => question switch
        {
            InstitutionById { Id: var id } => Institutions.FirstOrDefault(one => one.Id == id).Facts,
            PersonById => Facts,
            PolicyFor { Severity: var severity } => Policies.FirstOrDefault(policy => policy.Severities.Contains(severity)),
            WhoIsReached => new Party("person", Person.Value, [new(Facts.Name, Channel.Mail, Facts.Mail)]),
            _ => throw new NotSupportedException($"A population does not answer {question}."),
        };
    }
}
