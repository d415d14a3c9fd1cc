using System.Globalization;
using Coordination.BareSilo;
using Coordination.Host.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

// A process with the product's cluster and nothing else of it: what the product is measured against, and what is killed to see how soon the others notice.
// Settings as those of the server. Reads commands line by line: "call GRAINS SECONDS" calls them from here; the end of input stops it.
var builder = Host.CreateApplicationBuilder(args);
var options = CoordinationOptionsCheck.Read(builder.Configuration);
builder.Logging.ClearProviders();
builder.Logging.AddSimpleConsole(static console => console.SingleLine = true).AddFilter("Orleans.Runtime.MembershipService", LogLevel.Information).AddFilter("Orleans", LogLevel.Error);
builder.UseOrleans(silo =>
{
    silo.UseCluster(options.Database, options.Cluster);
    silo.UseSystemTextJsonGrainStorageSerializer();
});
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Split(' ') is ["call", var grains, var seconds])
    {
        var called = await new Callers(host.Services.GetRequiredService<IGrainFactory>())
            .RunAsync(int.Parse(grains, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        Console.WriteLine(called);
    }
}

await host.StopAsync();
