namespace Coordination.Benchmarks;

/// <summary>What a run of hosts has spent so far; two of them tell what was spent between.</summary>
/// <param name="HostCpu">Processor seconds of the hosts.</param>
/// <param name="DatabaseCpu">Processor seconds of the database server.</param>
/// <param name="WalBytes">What it wrote to its log.</param>
/// <param name="Commits">Commits that wrote an event: in one transaction, one stream commits once.</param>
/// <param name="Groups">Transactions of the hosts' writers.</param>
internal sealed record Reading(double HostCpu, double DatabaseCpu, double WalBytes, double Commits, double Groups)
{
    public static async Task<Reading> TakeAsync(Hosts hosts) => new(
        hosts.HostCpuSeconds(),
        hosts.DatabaseCpuSeconds(),
        await hosts.AskAsync("select pg_current_wal_lsn() - '0/0'::pg_lsn"),
        await hosts.AskAsync("select count(*) from (select distinct stream, writer, link from event) as one"),
        await hosts.AskAsync("select sum(groups) from writer"));

    /// <summary>What was spent since an earlier one, for each of so many.</summary>
    public Reading Since(Reading before, long count) => new(
        (HostCpu - before.HostCpu) / count,
        (DatabaseCpu - before.DatabaseCpu) / count,
        (WalBytes - before.WalBytes) / count,
        (Commits - before.Commits) / count,
        (Groups - before.Groups) / count);
}
