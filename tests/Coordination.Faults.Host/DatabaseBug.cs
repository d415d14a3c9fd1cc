using Coordination.Domain.Journal;
using Npgsql;

namespace Coordination.Faults.Host;

/// <summary>Someone at the database who now and then takes away or changes what was just written there.</summary>
internal static class DatabaseBug
{
    private static int _notes;

    /// <summary>What is done to an event, of its stream and its version; null where the bug is none of these.</summary>
    public static string? StatementOf(string bug) => bug switch
    {
        "lose-a-written-event" => "delete from event where stream = $1 and version = $2",
        "alter-a-written-event" => "update event set at = at + 1 where stream = $1 and version = $2",
        _ => null,
    };

    public static Func<IJournal, Commit, CancellationToken, Task<CommitOutcome>> Of(string statement, string database) => async (inner, commit, cancellationToken) =>
    {
        var outcome = await inner.CommitAsync(commit, cancellationToken);
        if (outcome is Committed && commit.Events is [{ Type: "note-added" }] && Interlocked.Increment(ref _notes) % 5 == 0)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand(statement);
            command.Parameters.AddWithValue(commit.Stream.Value);
            command.Parameters.AddWithValue(commit.ExpectedVersion + 1);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return outcome;
    };
}
