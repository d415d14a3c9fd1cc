using Coordination.Benchmarks;

var report = new Report();
switch (args)
{
    case ["raw", .. var rest]:
        await RawWriter.RunAsync(report, rest);
        break;
    case ["raw-postgres", .. var rest]:
        await RawWriter.RunOnPostgresAsync(report, rest);
        break;
    case ["alerts", .. var rest]:
        await Alerts.RunAsync(report, rest);
        break;
    case ["memory", ..]:
        await Memory.RunAsync(report);
        break;
    case ["start", ..]:
        await Starting.RunAsync(report);
        break;
    case ["all", ..]:
        await RawWriter.RunAsync(report, []);
        await RawWriter.RunOnPostgresAsync(report, []);
        await Alerts.RunAsync(report, []);
        await Memory.RunAsync(report);
        await Starting.RunAsync(report);
        break;
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project tests/Coordination.Benchmarks -- <verb> [--json FILE]

              raw [pairs] [seconds]      the writer alone on SQLite: group commit against one transaction for each commit
              raw-postgres [pairs] [seconds]  the same on a PostgreSQL of its own, against 32 connections
              alerts [pairs] [seconds]   alerts over HTTP by 64 callers: accepted in a burst, and worked off
              memory                     what an idle open incident keeps in memory
              start                      from the start of the process to the first answer, with 10,000 incidents in the file
              all                        all of these
            """);
        return 2;
}

report.Print(args is [.., "--json", var file] ? file : null);
return report.AllReached ? 0 : 1;
