using Coordination.Storage.Scan;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A journal whose positions were given out one by one to all that wrote, as SQL Server does it.</summary>
internal sealed class OneByOneSource(JournalSource inner) : JournalSource
{
    internal override IJournalScan Open(CancellationToken cancellationToken) => new Scan(inner.Open(cancellationToken));

    internal override string? DamageIn(Exception failure) => inner.DamageIn(failure);

    private sealed class Scan(IJournalScan inner) : IJournalScan
    {
        public bool GroupsStandTogether => false;

        public string? Caution => inner.Caution;

        public string? Setting(string name) => inner.Setting(name);

        public long CountEvents() => inner.CountEvents();

        public IEnumerable<ScannedEvent> ByStream() => inner.ByStream();

        public IEnumerable<ScannedPlace> ByPosition() => inner.ByPosition();

        public IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids) => inner.Originals(ids);

        public (string Stream, long Version)? FirstWithoutEvents() => inner.FirstWithoutEvents();

        public IEnumerable<ScannedWriter> WritersOfLinks() => inner.WritersOfLinks();

        public IEnumerable<ScannedWriter> Writers() => inner.Writers();

        public void Dispose() => inner.Dispose();
    }
}
