using Coordination.Benchmarks;

if (args is [BareHost.Verb, var members])
{
    await BareHost.RunAsync(members);
    return 0;
}

// What is measured is the work; hosts that are started here slow nobody down who asks for much.
Environment.SetEnvironmentVariable("Coordination__Limits__Enabled", "false");

Benchmark[] benchmarks =
[
    new("raw", "[pairs] [seconds]: the writer alone on SQLite, group commit against one transaction for each commit", RawWriter.RunAsync),
    new("raw-postgres", "[pairs] [seconds]: the same on a PostgreSQL of its own, against 32 connections", RawWriter.RunOnPostgresAsync),
    new("alerts", "[pairs] [seconds]: alerts over HTTP by 64 callers on SQLite, accepted in a burst, and worked off", Alerts.RunAsync),
    new("memory", "[incidents]: B10, what open incidents keep in memory, beside bare grains, and what is left once all are idle", Memory.RunAsync),
    new("start", ": from the start of the process to the first answer, with 10,000 incidents in the file", (report, _) => Starting.RunAsync(report)),
    new("intake", "[pairs] [seconds]: B1, alerts over HTTP on PostgreSQL, one a request, against pgbench", Intake.RunAsync),
    new("lists", "[most]: B9 and B14, pages of incidents at 1,000, 10,000 ... incidents against the bare statements, and what they and alerts cost", Lists.RunAsync),
    new("cold-start", "[incidents]: B11, from the start of the process to the first alert accepted, against a bare silo with Kestrel", ColdStart.RunAsync),
    new("storm", "[alerts]: B3, alerts of a hundred hosts, against the usual traffic", Storm.RunAsync),
    new("commands", "[pairs] [seconds]: B4, commands on 2,000 incidents through a gateway, beside a bare grain that writes its state", Commands.RunAsync),
    new("hot", "[pairs] [seconds]: B5, 64 writers on one incident, beside 16 callers of one bare grain", Commands.RunHotAsync),
    new("growth-commands", "[rounds] [seconds]: B14, what a command costs with 1,000, 10,000 and 100,000 incidents", CommandGrowth.RunAsync),
    new("recovery", "[pairs]: B12, one of three hosts is killed, beside a bare cluster with the same membership settings", Recovery.RunAsync),
    new("deadlines", "[deadlines]: B7, armed deadlines of escalations that come due evenly and all at once, beside a loop that only claims", Deadlines.RunAsync),
    new("noisy", "[pairs] [seconds]: R13, four sources beside one that sends fifty times its share", NoisySource.RunAsync),
    new("consoles-told", "[consoles…]: B6, one change until all consoles have it, beside a bare hub that broadcasts the same", FanOut.RunAsync),
    new("publishing", "[pairs] [institutions]: an advisory until the last of 1,000 institutions is queued and sent, beside a bare loop of MailKit", Publishing.RunAsync),
    new("disclosure", "[pairs]: a board page of 100 rows and a feed message, with Disclosure and without", DisclosureCost.RunAsync),
    new("matching", "[institutions]: one advisory against the inventories of 100,000 institutions", MatchingCost.RunAsync),
    new("csaf", "[documents]: CSAF documents brought over HTTP, beside parsing alone", CsafImport.RunAsync),
    new("stix", "[objects]: a bundle of 10,000 STIX objects brought over HTTP, beside parsing alone", StixImport.RunAsync),
    new("sharing", "[shares]: an incident shared until a partner that polls by TAXII has it, beside a poll of an unchanged collection", SharingDelay.RunAsync),
    new("audit", "[events]: what auditors wait for with a million events, on SQLite and PostgreSQL", AuditSearch.RunAsync),
    new("taxii", "[rounds] [pages]: pages of 1,000 objects that a partner fetches by TAXII, beside the bare statements", TaxiiPaging.RunAsync),
];

// What benchmarks start in processes of their own.
switch (args)
{
    case [BareHub.Verb]:
        return await BareHub.RunAsync();
    case [Consoles.Verb, var address, var token, var count]:
        return await Consoles.RunAsync(address, token, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
}

var verbs = args.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
var chosen = verbs is ["all"] ? benchmarks : [.. benchmarks.Where(benchmark => verbs is [var verb, ..] && verb == benchmark.Verb)];
if (chosen.Length == 0)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Coordination.Benchmarks -- <verb> [--out FOLDER]");
    Console.Error.WriteLine();
    foreach (var benchmark in benchmarks)
    {
        Console.Error.WriteLine($"  {benchmark.Verb} {benchmark.Says}");
    }

    Console.Error.WriteLine("  all: all of these");
    return 2;
}

var report = new Report();
foreach (var benchmark in chosen)
{
    await benchmark.RunAsync(report, verbs is ["all"] ? [] : verbs[1..]);
}

report.Print();
if (args is [.., "--out", var folder])
{
    report.Write(folder);
}

return report.AllReached ? 0 : 1;
