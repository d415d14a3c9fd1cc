using Coordination.Console;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddConsole(new Uri(builder.HostEnvironment.BaseAddress));
await builder.Build().RunAsync();
