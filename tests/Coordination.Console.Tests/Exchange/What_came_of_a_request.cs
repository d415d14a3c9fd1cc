using System.Net;
using System.Net.Http.Json;
using Bunit;
using Coordination.Console.Exchange;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Console.Tests.Exchange;

public sealed class What_came_of_a_request : BunitContext
{
    private static readonly EnquirySummary Request = new()
    {
        Id = EnquiryId.Of("r"), Number = "REQ-2026-1", Version = 1, Partner = new(PartnerId.Of("harbour"), "Harbour CERT"), Direction = EnquiryDirection.FromPartner, Kind = EnquiryKind.Information,
        Title = "Do you see it too?", Tlp = Tlp.AmberStrict, Severity = Severity.Medium, Status = EnquiryStatus.Open, OpenedAt = Make.Noon, UpdatedAt = Make.Noon, Messages = 1,
    };

    private readonly Server _server = new();

    public What_came_of_a_request()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new CoordinationClient(new HttpClient(_server) { BaseAddress = new Uri("http://api.test") }, TimeProvider.System)).AddSingleton<Browser>();
    }

    [Fact]
    public void It_is_closed_untold_only_by_who_was_told_that_it_is_and_another_refusal_stands_at_the_words()
    {
        var dialog = Render<EnquiryClosing>(parameters => parameters.Add(it => it.Request, Request));
        dialog.Find("textarea").Input("Two of ours had it.");
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Contains("It would be told nothing.", dialog.Find("#read-first").TextContent, StringComparison.Ordinal));
        Assert.Equal([false], _server.Asked);
        dialog.WaitForAssertion(() => Assert.Contains(JSInterop.Invocations, call => call.Arguments is ["#read-first"]));
        Assert.Null(dialog.Find("textarea").GetAttribute("aria-invalid"));
        Assert.Equal("Close untold", dialog.Find("button[type=submit]").TextContent);

        _server.Refuses = new() { Status = 403, Code = "enquiry.names-institution", Field = "outcome", Detail = "It names one." };
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("It names one.", dialog.Find("p.error").TextContent));
        Assert.Equal([false, true], _server.Asked);
        Assert.Equal("true", dialog.Find("textarea").GetAttribute("aria-invalid"));
        dialog.WaitForAssertion(() => Assert.Equal([$"#{dialog.Find("textarea").Id}"], JSInterop.Invocations["coordinationConsole.focus"][^1].Arguments));
        Assert.Equal("Two of ours had it.", dialog.Find("textarea").GetAttribute("value"));
    }

    private sealed class Server : HttpMessageHandler
    {
        /// <summary>Whether it was said that it is meant, each time.</summary>
        public List<bool> Asked { get; } = [];

        public Problem Refuses { get; set; } = new() { Status = 409, Code = "enquiry.outcome-above-ceiling", Field = "untold", Detail = "It would be told nothing." };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add((await request.Content!.ReadFromJsonAsync<CloseEnquiryRequest>(Wire.Json, cancellationToken))!.Untold);
            return new((HttpStatusCode)Refuses.Status) { Content = JsonContent.Create(Refuses, new("application/problem+json"), Wire.Json) };
        }
    }
}
