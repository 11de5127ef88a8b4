using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Callbacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "callback_url",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "full_events",
                table: "clients",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "old_webhook_secret_until",
                table: "clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "protected_old_webhook_secret",
                table: "clients",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "callback_endpoints",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    client = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_callback_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    was_repeated_at_once = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sending_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "FK_deliveries_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "delivery_attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    status_code = table.Column<int>(type: "integer", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_delivery_attempts", x => x.id);
                    table.ForeignKey(
                        name: "FK_delivery_attempts_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_callback_endpoints_client_url",
                table: "callback_endpoints",
                columns: new[] { "client", "url" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_finished",
                table: "deliveries",
                column: "finished_at",
                filter: "finished_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_job_id",
                table: "deliveries",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_sending",
                table: "deliveries",
                column: "host",
                filter: "sending_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_waiting",
                table: "deliveries",
                columns: new[] { "host", "next_attempt_at" },
                filter: "state = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_delivery_attempts_delivery_id",
                table: "delivery_attempts",
                column: "delivery_id");

            // Whatever ends a job also writes its delivery: a worker, a caller who cancels, the sweep of lost workers.
            migrationBuilder.Sql(
                """
                create function asr_write_delivery() returns trigger language plpgsql as $$
                begin
                    insert into deliveries (id, job_id, client, url, host, state, attempt, next_attempt_at, created_at)
                    values (gen_random_uuid(), new.id, new.client, new.callback_url,
                        lower(substring(new.callback_url from '^[a-z]+://([^/?#]+)')), 'waiting', 0, now(), now());
                    perform pg_notify('asr_deliveries', '');
                    return null;
                end $$;
                create trigger asr_job_ended after update of finished_at on jobs for each row
                    when (old.finished_at is null and new.finished_at is not null and new.callback_url is not null)
                    execute function asr_write_delivery();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger asr_job_ended on jobs; drop function asr_write_delivery;");

            migrationBuilder.DropTable(
                name: "callback_endpoints");

            migrationBuilder.DropTable(
                name: "delivery_attempts");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropColumn(
                name: "callback_url",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "full_events",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "old_webhook_secret_until",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "protected_old_webhook_secret",
                table: "clients");
        }
    }
}
