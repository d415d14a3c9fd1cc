using System.Net;
using System.Net.Http.Json;
using Bunit;
using Coordination.Console.Access;
using Coordination.Console.Exchange;
using Coordination.Console.Live;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Console.Tests.Exchange;

public sealed class What_is_answered_to_a_partner : BunitContext
{
    private static readonly PartnerView Harbour = new(PartnerId.Of("harbour"), 1, new() { Name = "Harbour CERT", Kind = PartnerKind.Cert, Ceiling = Tlp.Amber }, PartnerFlow.Open, null);
    private readonly Server _server = new();

    public What_is_answered_to_a_partner()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var client = new CoordinationClient(new HttpClient(_server) { BaseAddress = new Uri("http://api.test") }, TimeProvider.System);
        Services.AddSingleton(TimeProvider.System).AddSingleton(client).AddSingleton<ServerClock>().AddSingleton<Messages>().AddSingleton<Browser>().AddSingleton<Session>();
    }

    [Theory]
    [InlineData(Tlp.Green, Tlp.Green)]
    [InlineData(Tlp.Amber, Tlp.Amber)]
    [InlineData(Tlp.AmberStrict, null)]
    [InlineData(Tlp.Red, null)]
    public void It_is_labelled_as_what_it_answers_and_where_that_cannot_leave_a_weaker_label_is_not_guessed(Tlp its, Tlp? label)
    {
        var form = AnswerForm.To(Subject(its), Make.Noon);
        form.Within(Harbour.Settings.Ceiling);
        Assert.Equal(label, form.Label);
    }

    [Fact]
    public void Nothing_is_sent_before_it_was_said_that_it_leaves_and_a_refused_label_is_shown_at_the_label_with_the_words_kept()
    {
        var dialog = Render<AnswerDialog>(parameters => parameters.Add(it => it.Subject, Subject(Tlp.Green)));
        dialog.WaitForAssertion(() => Assert.Equal("AmberStrict", Assert.Single(dialog.FindAll("option"), option => option.HasAttribute("disabled")).GetAttribute("value")));

        dialog.Find("textarea").Input("On our mail server too.");
        dialog.Find("form").Submit();
        Assert.Contains("Harbour CERT gets these words as they stand here, under TLP:GREEN.", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, _server.Answers);
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Equal("true", dialog.Find("select").GetAttribute("aria-invalid")));
        Assert.Equal((1, "It is too strict."), (_server.Answers, dialog.Find("p.error").TextContent));
        Assert.Equal("On our mail server too.", dialog.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Among_the_notes_of_an_incident_only_what_a_partner_said_can_be_answered_and_only_by_who_may()
    {
        var ours = new IncidentNote(1, "Ours", Make.Ada, Make.Noon, Tlp.Green);
        var theirs = ours with { Version = 2, Text = "Theirs", Partner = new(Harbour.Id, "Harbour CERT"), ObjectId = "note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061" };

        Assert.Empty(Buttons(theirs));
        Services.GetRequiredService<Session>().SignedInAs(new(Make.Ada, Role.Officer, "ada@cert.example", [Right.ShareWithPartners]));
        Assert.Empty(Buttons(ours));
        Assert.Contains("Harbour CERT", Assert.Single(Buttons(theirs)), StringComparison.Ordinal);

        string[] Buttons(IncidentNote note) => [.. Render<AnswerNote>(parameters => parameters.Add(it => it.Note, note)).FindAll("button").Select(button => button.TextContent)];
    }

    private static AnswerSubject Subject(Tlp label) => new(Harbour.Id, Harbour.Settings.Name, "indicator--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0062", "Number 1", label);

    /// <summary>Knows the partner, and finds every label too strict.</summary>
    private sealed class Server : HttpMessageHandler
    {
        public int Answers { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Harbour, options: Wire.Json) });
            }

            Answers++;
            var refused = JsonContent.Create(new Problem { Status = 409, Code = "sharing.above-ceiling", Field = "partner", Detail = "It is too strict." }, new("application/problem+json"), Wire.Json);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict) { Content = refused });
        }
    }
}
