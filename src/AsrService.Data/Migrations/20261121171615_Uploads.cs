using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Uploads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "file_id",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "uploads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "text", nullable: true),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    user_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    file_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    extension = table.Column<string>(type: "text", nullable: false),
                    audio_key = table.Column<string>(type: "text", nullable: false),
                    audio_bytes = table.Column<long>(type: "bigint", nullable: false),
                    audio_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    audio_seconds = table.Column<double>(type: "double precision", nullable: true),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_uploads", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_file_id",
                table: "jobs",
                columns: new[] { "file_id", "client" },
                filter: "file_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_uploads_audio_key",
                table: "uploads",
                column: "audio_key");

            migrationBuilder.CreateIndex(
                name: "ix_uploads_uploaded_at",
                table: "uploads",
                column: "uploaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_uploads_user",
                table: "uploads",
                columns: new[] { "user_key", "client", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "ux_uploads_file_id_client",
                table: "uploads",
                columns: new[] { "file_id", "client" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "uploads");

            migrationBuilder.DropIndex(
                name: "ix_jobs_file_id",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "file_id",
                table: "jobs");
        }
    }
}
