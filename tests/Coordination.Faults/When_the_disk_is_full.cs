using System.Net;
using Coordination.Faults.Check;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Coordination.Shared;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>No room is left, under the embedded database or under PostgreSQL: whoever cannot be served is told so, nothing that was answered is lost, and when there is room again it goes on.</summary>
[Collection(OnHostsOfTheirOwn.Name)]
public sealed class When_the_disk_is_full(ITestOutputHelper output)
{
    [FactWith(Need.SmallDisk)]
    public async Task The_single_process_says_so_and_goes_on_when_there_is_room_again()
    {
        SmallDisk? disk = null;
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Hosts = 1, Prepare = async folder => disk = await SmallDisk.MountAsync(folder, 64) });
        await FillAndFreeAsync(cluster, disk!, static () => Task.CompletedTask, "under the data file");
    }

    [FactWith(Need.SmallDisk)]
    public async Task Hosts_on_PostgreSQL_say_so_and_go_on_when_there_is_room_again()
    {
        var folder = Directory.CreateTempSubdirectory("coordination-small-").FullName;
        await using var disk = await SmallDisk.MountAsync(folder, 200);
        await using var server = await PostgresServer.StartInAsync(folder, durable: true, "track_commit_timestamp = on", "max_wal_size = 64MB", "min_wal_size = 32MB", "shared_buffers = 16MB");
        await using var cluster = await Cluster.StartAsync(new ClusterPlan { Hosts = 2, Server = server });
        await FillAndFreeAsync(cluster, disk, async () => await server.StartIfDownAsync(), "under PostgreSQL");
    }

    private async Task FillAndFreeAsync(Cluster cluster, SmallDisk disk, Func<Task> repair, string where)
    {
        var history = new History();
        await using var traffic = Traffic.Start(cluster, history, 9_000 + Seeds.First);
        await traffic.DoneAsync(deeds: 60);
        var full = history.Disturb($"the disk is full {where}");
        disk.Fill();
        var told = await Until.HoldsAsync(() => Task.FromResult(history.Statuses.GetValueOrDefault(HttpStatusCode.ServiceUnavailable) > 0));
        disk.Free();
        var from = TimeProvider.System.GetUtcNow();
        var served = await Until.HoldsAsync(
            async () =>
            {
                // Again and again, as a service manager does: it may give up only now.
                await repair();
                return history.Deeds.Any(deed => deed.First.Known == Known.Ok && deed.AnsweredAt > from);
            },
            everyMilliseconds: 20);
        full.Until = TimeProvider.System.GetUtcNow();
        await traffic.StopAsync();
        var reckoning = await Reckoning.HoldAsync(cluster, history, []);
        output.WriteLine($"Kills: none; {full.What}: told after {told?.TotalSeconds:F1} s, first answer {served?.TotalSeconds:F1} s after there was room; {reckoning.AssertNothingFound(full.What)}");
        Assert.True(told is not null, "Nobody was told that the service is not available.");
        Assert.True(served is not null, "It does not go on when there is room again.");
    }
}
