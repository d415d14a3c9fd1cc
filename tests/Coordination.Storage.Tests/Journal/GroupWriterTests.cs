using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Storage.Tests.Journal;

/// <summary>The writer with an engine that decides and writes in one request, so that races show when it commits.</summary>
public sealed class GroupWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-writer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_the_database_refuses_at_the_end_is_considered_again_and_not_looked_up()
    {
        var engine = new Engine(refusals: 3);
        var keys = new StreamKeyCache();
        await using var writer = new GroupWriter(engine, MasterKey.Open(_folder, mayMake: true), keys, TimeProvider.System, new NoFailPoints(), NullLogger<GroupWriter>.Instance);

        var outcome = await writer.CommitAsync(PreparedCommit.Make(new() { Stream = new("box/a"), ExpectedVersion = 0 }, new([]), keys, 1), CancellationToken.None);

        Assert.Equal(new Committed(0), outcome);
        Assert.Equal((4, 4, 0), (engine.Reads, engine.Commits, engine.Lookups));
    }

    private sealed class Engine(int refusals) : IGroupEngine
    {
        public int Reads { get; private set; }

        public int Commits { get; private set; }

        public int Lookups { get; private set; }

        public void Begin()
        {
        }

        public GroupFacts Read(IReadOnlyList<PreparedCommit> commits)
        {
            Reads++;
            return new FactsWanted(commits).Nothing();
        }

        public void Write(GroupPlan plan, IReadOnlySet<string> leased)
        {
        }

        public bool Seal() => true;

        public void Commit()
        {
            if (++Commits <= refusals)
            {
                throw new NotSupportedException("Overtaken.");
            }
        }

        public void Rollback()
        {
        }

        public bool IsRefusal(Exception failure) => failure is NotSupportedException;

        public bool WasWritten()
        {
            Lookups++;
            return false;
        }

        public bool ConcernsAll(Exception failure) => false;

        public bool IsRace(Exception failure) => failure is NotSupportedException;

        public void Dispose()
        {
        }
    }
}
