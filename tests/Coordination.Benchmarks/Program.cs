using Coordination.Benchmarks;

return args switch
{
    ["raw", .. var rest] => await RawWriter.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Coordination.Benchmarks -- <verb>

          raw [pairs] [seconds]   the writer alone on SQLite: group commit against one transaction for each commit
        """);
    return 2;
}
