namespace Coordination.Benchmarks;

/// <summary>One thing that can be measured.</summary>
/// <param name="Verb">How it is asked for on the command line.</param>
/// <param name="Says">Its arguments and what it measures, for the usage.</param>
/// <param name="RunAsync">Measures and adds figures; given are the words after the verb.</param>
internal sealed record Benchmark(string Verb, string Says, Func<Report, string[], Task> RunAsync);
