using System.Net;
using System.Net.Http.Json;
using Bunit;
using Coordination.Console.Exchange;
using Coordination.Console.Live;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Console.Tests.Exchange;

public sealed class What_is_refused_while_it_is_still_read : BunitContext
{
    private readonly Server _server = new();

    public What_is_refused_while_it_is_still_read()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new CoordinationClient(new HttpClient(_server) { BaseAddress = new Uri("http://api.test") }, TimeProvider.System))
            .AddSingleton(TimeProvider.System).AddSingleton(new ServerClock(TimeProvider.System)).AddSingleton<Messages>().AddSingleton<Browser>();
    }

    [Fact]
    public async Task It_still_stands_there_once_the_rest_has_been_read()
    {
        var dialog = Render<AnswerDialog>(parameters => parameters.Add(it => it.Subject, new(PartnerId.Of("harbour"), "Harbour CERT", "note--1", "Seen", Tlp.Green)));
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("true", dialog.Find("textarea").GetAttribute("aria-invalid")));

        _server.Partner.SetResult();
        dialog.WaitForAssertion(() => Assert.Contains("above what it may have", dialog.Markup, StringComparison.Ordinal));
        await dialog.InvokeAsync(static () => { });

        Assert.Equal("true", dialog.Find("textarea").GetAttribute("aria-invalid"));
    }

    private sealed class Server : HttpMessageHandler
    {
        public TaskCompletionSource Partner { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Partner.Task;
            var view = new PartnerView(PartnerId.Of("harbour"), 1, new() { Name = "Harbour CERT", Kind = PartnerKind.Cert, Ceiling = Tlp.Green }, PartnerFlow.Open);
            return new(HttpStatusCode.OK) { Content = JsonContent.Create(view, options: Wire.Json) };
        }
    }
}
