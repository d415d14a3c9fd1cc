using System.Net;
using System.Net.Http.Json;
using Bunit;
using Coordination.Console.Access;
using Coordination.Console.Exchange;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Console.Tests.Exchange;

public sealed class What_a_partner_gave : BunitContext
{
    private static readonly PartnerView Harbour = new(PartnerId.Of("harbour"), 1, new() { Name = "Harbour CERT", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber }, PartnerFlow.Open);
    private readonly Server _server = new();

    public What_a_partner_gave()
        => Services.AddSingleton(TimeProvider.System).AddSingleton(new CoordinationClient(new HttpClient(_server) { BaseAddress = new Uri("http://api.test") }, TimeProvider.System)).AddSingleton<Session>();

    [Fact]
    public void It_is_looked_at_again_as_it_was_asked_for_and_what_is_being_typed_counts_once_it_is_searched_for()
    {
        var list = Render<ReceivedObjects>(parameters => parameters.Add(it => it.Partner, Harbour));
        list.WaitForAssertion(() => Assert.Equal([""], _server.Asked));
        list.Find("input[type=search]").Change("beacon");
        list.Render(parameters => parameters.Add(it => it.Reads, 1));
        list.WaitForAssertion(() => Assert.Equal(["", ""], _server.Asked));

        list.Find("form").Submit();
        list.WaitForAssertion(() => Assert.Equal(["", "", "?text=beacon"], _server.Asked));
        list.Render(parameters => parameters.Add(it => it.Reads, 1));
        list.Render(parameters => parameters.Add(it => it.Reads, 2));
        list.WaitForAssertion(() => Assert.Equal(["", "", "?text=beacon", "?text=beacon"], _server.Asked));
    }

    private sealed class Server : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.Query);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new Page<ReceivedObjectView>([]), options: Wire.Json) });
        }
    }
}
