using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordination.Benchmarks;

/// <summary>What the product's board is measured against: a hub that sends what it is told to all who have joined, and nothing else. It runs in a process of its own.</summary>
internal static class BareHub
{
    public const string Verb = "bare-hub";

    /// <summary>What is posted here is sent with the next version.</summary>
    public const string Path = "/change";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // The settings of the product's hub.
        builder.Services.AddSignalR(static options => (options.KeepAliveInterval, options.ClientTimeoutInterval) = (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(30)))
            .AddJsonProtocol(static options => Wire.Configure(options.PayloadSerializerOptions));
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapHub<JoinedHub>(LiveHub.Path);
        BoardChange? change = null;
        var version = 0L;
        app.MapPost(Path, (IHubContext<JoinedHub, ILiveClient> hub) =>
        {
            var next = Interlocked.Increment(ref version);
            _ = hub.Clients.Group(JoinedHub.Board).Rows(change! with { Incidents = [change.Incidents[0] with { Version = next }] });
            return Results.Json(new CommandAnswer("bare", next), Wire.Json);
        });
        await app.StartAsync();
        Console.WriteLine($"ready {app.Urls.First()}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            change = JsonSerializer.Deserialize<BoardChange>(line, Wire.Json);
            Console.WriteLine("heard");
        }

        await app.StopAsync();
        return 0;
    }

    private sealed class JoinedHub : Hub<ILiveClient>
    {
        public const string Board = "board";

        [HubMethodName(LiveHub.JoinBoard)]
        public Task JoinBoardAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Board);
    }
}
