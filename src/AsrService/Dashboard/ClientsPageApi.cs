using AsrService.Data.Clients;
using AsrService.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>Who may send jobs. Secrets stand in the answer to the form that made them, and nowhere else.</summary>
internal static class ClientsPageApi
{
    public const string Path = DashboardExtensions.Path + "/clients";

    public static void MapClients(this RouteGroupBuilder pages)
    {
        pages.MapGet("/clients", ShowAsync);
        pages.MapPost("/clients", AddAsync);
        pages.MapPost("/clients/rotate", RotateAsync);
        pages.MapPost("/clients/disable", Change((clients, name, token) => clients.SetDisabledAsync(name, true, token)));
        pages.MapPost("/clients/enable", Change((clients, name, token) => clients.SetDisabledAsync(name, false, token)));
        pages.MapPost("/clients/remove", Change((clients, name, token) => clients.RemoveAsync(name, token)));

        // Where a page that answered a form is asked for again.
        pages.MapGet("/clients/{action}", () => Results.LocalRedirect(Path));
    }

    private static async Task<IResult> ShowAsync(ClientStore clients, CancellationToken cancellationToken) =>
        new RazorComponentResult<ClientsPage>(new { Clients = await clients.ListAsync(cancellationToken) });

    private static async Task<IResult> AddAsync(IFormCollection form, OutgoingGuard guard, ClientStore clients, CancellationToken cancellationToken)
    {
        var (settings, fault) = ClientForm.Read(form, guard);
        var issued = fault is null ? await clients.AddAsync(settings!, cancellationToken) : null;
        fault ??= issued is null ? $"There is a client named {settings!.Name} already." : null;
        var list = await clients.ListAsync(cancellationToken);
        return issued is not null
            ? new RazorComponentResult<ClientsPage>(new { Clients = list, Issued = issued })
            : new RazorComponentResult<ClientsPage>(new { Clients = list, Entered = form, Fault = fault }) { StatusCode = StatusCodes.Status400BadRequest };
    }

    private static async Task<IResult> RotateAsync(IFormCollection form, ClientStore clients, CancellationToken cancellationToken) =>
        await clients.RotateAsync(NameIn(form), cancellationToken) is { } issued
            ? new RazorComponentResult<ClientsPage>(new { Clients = await clients.ListAsync(cancellationToken), Issued = issued })
            : Results.NotFound();

    private static Delegate Change(Func<ClientStore, string, CancellationToken, Task<bool>> change) =>
        async (IFormCollection form, ClientStore clients, CancellationToken cancellationToken) =>
            await change(clients, NameIn(form), cancellationToken) ? Results.LocalRedirect(Path) : Results.NotFound();

    private static string NameIn(IFormCollection form) => form["name"].ToString();
}
