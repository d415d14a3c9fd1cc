using Coordination.Domain;
using Coordination.Domain.Journal;
using Coordination.Simulation.Bugs;
using Coordination.Simulation.Cluster;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>The journal as one process sees it: writes go through the product's own group writer, reads come when they come.</summary>
internal sealed class SimulatedJournal(World world, SimulatedProcess process, GroupWriter writer, StreamKeyCache keys) : IJournal
{
    private static readonly RowTables Tables = new(Kinds.Tables);

    private Database Database => world.Database;

    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        if (world.Planted.Answer(commit) is { } believed)
        {
            return Task.FromResult(believed);
        }

        process.SomethingWaitsForTheWriter();
        return writer.CommitAsync(PreparedCommit.Make(world.Planted.Change(commit), Tables, keys, 1 << 20), CancellationToken.None);
    }

    public Task<OpenedStream> OpenAsync(StreamId stream, int most, CancellationToken cancellationToken)
        => process.ReadAsync(
            stream.Value,
            () => !Database.Streams.TryGetValue(stream, out var row) ? OpenedStream.Empty
                : new(row.Version, row.Version > most ? null : [.. Database.EventsOf[stream].Select(one => one.Recorded)]));

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
        => process.ReadAsync<IReadOnlyList<RecordedEvent>>(
            stream.Value,
            () => Database.EventsOf.TryGetValue(stream, out var events) ? [.. events.Where(row => row.Version > afterVersion).Select(row => row.Recorded)] : []);

    public Task<IReadOnlyDictionary<Claim, StreamId>> FindClaimsAsync(IReadOnlyCollection<Claim> claims, CancellationToken cancellationToken)
        => process.ReadAsync<IReadOnlyDictionary<Claim, StreamId>>(
            claims.Count == 1 ? claims.First().Value : null,
            () =>
            {
                var owners = new Dictionary<Claim, StreamId>();
                foreach (var claim in claims)
                {
                    if (Database.Claims.TryGetValue(claim, out var owner))
                    {
                        owners[claim] = owner;
                    }
                }

                return owners;
            });

    public Task<OperationRecord?> FindOperationAsync(StreamId stream, string operationId, CancellationToken cancellationToken)
        => process.ReadAsync(operationId, () => Database.Operations.GetValueOrDefault((stream, operationId)));

    public Task<long> ReserveNumbersAsync(string sequence, int count, CancellationToken cancellationToken)
    {
        process.SomethingWaitsForTheWriter();
        return writer.RunAsync(
            () =>
            {
                var first = Database.Sequences.GetValueOrDefault(sequence, 1);
                Database.Put(Database.Sequences, sequence, first + count);
                return first;
            },
            CancellationToken.None);
    }

    public Task<ReadOnlyMemory<byte>?> ReadOriginalAsync(string id, CancellationToken cancellationToken)
        => throw new NotSupportedException("Nothing in the simulation asks for an original.");
}
