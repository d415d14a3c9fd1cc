using Coordination.Faults.Host;
using Coordination.Host;

// The product as it is, joined by its own composition, with one bug planted in front of it by name: so that the checker can be seen to report it.
var bug = Environment.GetEnvironmentVariable("COORDINATION_PLANTED_BUG") ?? "";
await using var app = CoordinationApp.Build(
    [.. args, "--applicationName", typeof(CoordinationApp).Assembly.GetName().Name!],
    builder => builder.Host.UseServiceProviderFactory(new PlantingFactory(bug)));
await app.RunAsync();
