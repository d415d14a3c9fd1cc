using Coordination.Simulation.Storage;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Checks;

/// <summary>Every stream: versions without a gap or a fork, each hash following from content and hash before, the head being the last event.</summary>
internal static class JournalCheck
{
    public static void Check(Database database, Findings findings)
    {
        foreach (var (stream, events) in database.EventsOf)
        {
            var (version, hash) = (0L, Array.Empty<byte>());
            foreach (var row in events)
            {
                if (row.Version != ++version)
                {
                    findings.Add($"{stream} holds version {row.Version} where {version} was to come.");
                    return;
                }

                var happened = row.Event;
                var expected = EventHash.Compute(
                    hash, stream.Value, version, happened.Type, happened.Schema, Microseconds.Of(happened.At), happened.Actor.Value, happened.Cause, happened.Exercise, row.Stored);
                if (!expected.AsSpan().SequenceEqual(row.Hash))
                {
                    findings.Add($"{stream} version {version}: the hash does not follow from content and hash before.");
                    return;
                }

                hash = row.Hash;
            }

            if (events.Count > 0 && (database.Streams[stream].Version != version || !database.Streams[stream].Hash.AsSpan().SequenceEqual(hash)))
            {
                findings.Add($"{stream}: the head says version {database.Streams[stream].Version}, the last event is {version}.");
            }
        }
    }
}
